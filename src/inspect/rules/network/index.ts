import type { Family } from '../../rule.ts'
import { boundToAllInterfaces } from './bound-to-all-interfaces.ts'
import { channelUnencrypted } from './channel-unencrypted.ts'
import { covertChannel } from './covert-channel.ts'
import { credentialsInClear } from './credentials-in-clear.ts'
import { dataSentAway } from './data-sent-away.ts'
import { dropSite } from './drop-site.ts'
import { frameFromAddress } from './frame-from-address.ts'
import { metadataAddress } from './metadata-address.ts'
import { networkUsed } from './network-used.ts'
import { rawPackets } from './raw-packets.ts'
import { requestForgery } from './request-forgery.ts'
import { requestWithoutTimeout } from './request-without-timeout.ts'
import { sshHostUnchecked } from './ssh-host-unchecked.ts'
import { storageMadePublic } from './storage-made-public.ts'
import { tlsProtocolOld } from './tls-protocol-old.ts'
import { tlsVerificationOff } from './tls-verification-off.ts'
import { urlSchemeUnchecked } from './url-scheme-unchecked.ts'

export const network: Family = {
  id: 'network',
  title: 'Network',
  rules: [
    boundToAllInterfaces,
    channelUnencrypted,
    covertChannel,
    credentialsInClear,
    dataSentAway,
    dropSite,
    frameFromAddress,
    metadataAddress,
    networkUsed,
    rawPackets,
    requestForgery,
    requestWithoutTimeout,
    sshHostUnchecked,
    storageMadePublic,
    tlsProtocolOld,
    tlsVerificationOff,
    urlSchemeUnchecked,
  ],
}
