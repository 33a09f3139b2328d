import { nameOf } from '../../named-values.ts'
import type { Report, Rule } from '../../rule.ts'
import { onAssign, onCall } from '../../rule.ts'

/** RPC, message and monitoring connections without encryption. */
export const channelUnencrypted: Rule = {
  id: 'channel-unencrypted',
  title: 'A channel has no encryption',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.8,
  persona: 'default',
  cwe: [319],
  owasp: ['A02:2021'],
  on: [
    onCall(['grpc.insecure_channel', 'grpc.aio.insecure_channel'], (call) =>
      call.texts(0, 'target').some(isLocal) ? undefined : report(call.shortName),
    ),
    onCall(
      [
        '.add_insecure_port',
        'grpc.server().add_insecure_port',
        'grpc.aio.server().add_insecure_port',
      ],
      (call) => (call.texts(0, 'address').some(isLocal) ? undefined : report(call.shortName)),
    ),
    onCall(
      ['websocket.create_connection', 'websockets.connect', 'websocket.WebSocketApp'],
      (call) =>
        call.texts(0).some((text) => /^ws:\/\//.test(text) && !isLocal(text.slice(5)))
          ? report(call.shortName)
          : undefined,
    ),
    onCall(['kafka.**', 'confluent_kafka.**', 'aiokafka.**'], (call) =>
      call.texts(-1, 'security_protocol').some((text) => /PLAINTEXT$/.test(text)) &&
      !call.texts(-1, 'bootstrap_servers').some(isLocal)
        ? report(call.shortName)
        : undefined,
    ),
    onCall(
      ['boto3.client', 'boto3.resource', 'boto3.Session().client', 'boto3.Session().resource'],
      (call) => (call.isFlag('use_ssl', false) ? report(call.shortName) : undefined),
    ),
    onCall(['ftplib.FTP'], (call) =>
      call.call && !call.texts(0, 'host').some(isLocal)
        ? {
            ...report(call.shortName),
            severity: 'low',
            help: 'Use `ftplib.FTP_TLS`, SFTP or https.',
          }
        : undefined,
    ),
    onCall(['pysnmp.hlapi.CommunityData', 'pysnmp.hlapi.asyncio.CommunityData'], (call) =>
      report(call.shortName),
    ),
    onCall(['pysnmp.hlapi.UsmUserData'], (call) =>
      call.argument(2, 'privKey') || call.hasSpread ? undefined : report(call.shortName),
    ),
    onAssign(/^OAUTHLIB_INSECURE_TRANSPORT$/, ({ node, site }, { meaning }) => {
      const [target] = node.targets
      const isSet = target?.kind === 'Subscript' && nameOf(target) === 'OAUTHLIB_INSECURE_TRANSPORT'
      return isSet && meaning.text(node.value, site) !== '0'
        ? report('OAUTHLIB_INSECURE_TRANSPORT')
        : undefined
    }),
  ],
}

function isLocal(address: string): boolean {
  return /^(unix:|localhost|127\.|\[::1\])/.test(address)
}

function report(name: string): Report {
  return {
    message: `\`${name}\` talks without encryption.`,
    help: 'Use TLS (`grpc.secure_channel`, `wss://`, SNMPv3 with a privacy key).',
  }
}
