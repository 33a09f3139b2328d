import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import type { Rule } from '../../rule.ts'
import { onCall, onNode } from '../../rule.ts'
import { spelledPath } from '../../spelled-path.ts'

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
    onCall(['sys.gettrace', 'ctypes.windll.kernel32.IsDebuggerPresent'], (call, { text }) =>
      isAsked(text, call.call?.end ?? call.node.end)
        ? { message: `\`${call.shortName}\` looks for a debugger.` }
        : undefined,
    ),
    onCall(['os.path.exists', 'os.path.isfile', 'pathlib.Path().exists'], (call, context) =>
      pathsOf(call, context).some((path) => containerFile.test(path))
        ? {
            message: `\`${call.shortName}\` looks whether this is a container or a virtual machine.`,
            severity: 'low',
          }
        : undefined,
    ),
    onNode('Constant', ({ node }) =>
      typeof node.value === 'string' && node.value.length < 24 && watcher.test(node.value)
        ? { message: `\`${node.value}\` is a sign of an analysis tool or a virtual machine.` }
        : undefined,
    ),
    onNode('Compare', ({ node, site }, { meaning, text }) => {
      const [place] = node.comparators
      if (!place || node.ops[0] !== 'In') return undefined
      const machine = meaning.text(node.left, site)
      const looked = text.slice(place.start, place.end)
      return machine !== undefined &&
        virtual.test(machine) &&
        /platform|product|dmi|uname|vendor|manufacturer/i.test(looked)
        ? { message: `\`${machine}\` is a sign of a virtual machine.` }
        : undefined
    }),
  ],
}

/** Its answer decides something, and is not kept to be put back. */
function isAsked(text: string, end: number): boolean {
  return /^\s*\)*\s*(is\b|==|!=|:|and\b|or\b)/.test(text.slice(end, end + 20))
}

const virtual = /^(vmware|virtualbox|vbox|qemu|kvm|xen|hyper-?v|parallels|bochs)$/i

const containerFile =
  /^(\/\.dockerenv|\/run\/\.containerenv|\/proc\/vz|\/sys\/class\/dmi\/id\/(product_name|sys_vendor))$/

function pathsOf(call: CallMatch, context: Context): readonly string[] {
  const isMethod = call.name.startsWith('pathlib.') && call.node.kind === 'Attribute'
  const path = isMethod && call.node.kind === 'Attribute' ? call.node.value : call.argument(0)
  return path ? [spelledPath(path, call.site, context)] : []
}
