import type { Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'

const watcher =
  /^(vboxservice|vboxtray|vmtoolsd|vmwaretray|vmwareuser|xenservice|qemu-ga|wireshark|procmon|procexp|processhacker|ollydbg|x(32|64)dbg|idaq?(64)?|windbg|fiddler|sandboxie|sbiectrl|cuckoo|joeboxcontrol|tcpdump)(\.exe)?$|^(sbiedll|vboxhook|cuckoomon)\.dll$|^(08:00:27|00:05:69|00:0c:29|00:50:56)$/i

/** The code looks whether someone watches. */
export const analysisEvaded: Rule = {
  id: 'analysis-evaded',
  title: 'The code looks for debuggers, sandboxes or virtual machines',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [506],
  owasp: ['A09:2021'],
  on: [
    onCall(['sys.gettrace', 'ctypes.windll.kernel32.IsDebuggerPresent'], (call) => ({
      message: `\`${call.shortName}\` looks for a debugger.`,
    })),
    onNode('Constant', ({ node }) =>
      typeof node.value === 'string' && node.value.length < 24 && watcher.test(node.value)
        ? { message: `\`${node.value}\` is a sign of an analysis tool or a virtual machine.` }
        : undefined,
    ),
  ],
}
