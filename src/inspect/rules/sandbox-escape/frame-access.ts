import type { Node } from '../../../python/nodes.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onAttribute, onCall } from '../../rule.ts'

const help = 'Analysis code needs neither frames nor code objects; return the values instead.'

/** Frames, code objects and the collector's list of every object. */
export const frameAccess: Rule = {
  id: 'frame-access',
  title: 'The code looks into frames or the interpreter',
  layer: 'names',
  severity: 'critical',
  confidence: 0.9,
  persona: 'default',
  cwe: [913],
  owasp: ['LLM05:2025'],
  on: [
    onAttribute(
      [
        ...['gi_frame', 'gi_code', 'gi_yieldfrom', 'cr_frame', 'cr_code', 'cr_await', 'ag_frame'],
        ...['ag_code', 'tb_frame', 'tb_next', 'f_back', 'f_globals', 'f_locals', 'f_builtins'],
        ...['f_code', 'co_code', 'co_consts', 'co_names', 'f_trace', 'ag_await'],
      ],
      ({ attribute, node }, { policy }) => ({
        message: `\`${attribute}\` opens a frame or a code object.`,
        help,
        ...(isFrameWalk(node) ? ofPersona(policy) : { persona: 'gate' as const }),
      }),
    ),
    onCall(
      [
        ...['sys._getframe', 'sys._current_frames', 'sys._getframemodulename', 'sys.settrace'],
        ...['sys.setprofile', 'sys.addaudithook', 'sys.call_tracing', 'threading.settrace'],
        ...['threading.setprofile', 'inspect.currentframe', 'inspect.stack', 'inspect.trace'],
        ...['inspect.getouterframes', 'inspect.getinnerframes', 'inspect.getmembers_static'],
        ...['gc.get_objects', 'gc.get_referrers', 'gc.get_referents', 'traceback.walk_tb'],
        ...['traceback.walk_stack', 'faulthandler.*', 'sys.setrecursionlimit'],
      ],
      (call) => ({
        message: `\`${call.shortName}\` looks into the running interpreter.`,
        help,
        persona: 'gate',
        ...(call.name === 'sys.setrecursionlimit' ? { severity: 'low' as const } : {}),
      }),
    ),
  ],
}

/** Debuggers and test runners look into frames, too; scripts have no reason to. */
function ofPersona({ persona }: Context['policy']): { readonly severity?: 'medium' } {
  return persona === 'gate' ? {} : { severity: 'medium' }
}

/** From one frame on to another or to its names; debuggers apart, only what wants out does so. */
function isFrameWalk(node: Node): boolean {
  if (node.kind !== 'Attribute' || !/^f_(back|globals|locals|builtins)$/.test(node.attr))
    return false
  const { value } = node
  return (
    value.kind === 'Attribute' && /^(f_back|tb_frame|gi_frame|cr_frame|ag_frame)$/.test(value.attr)
  )
}
