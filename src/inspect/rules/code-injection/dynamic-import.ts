import type { CallMatch } from '../../call-match.ts'
import type { Context } from '../../context.ts'
import { isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** A module that is chosen, found or loaded when the script runs. */
export const dynamicImport: Rule = {
  id: 'dynamic-import',
  title: 'A module is imported by a call',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [470],
  owasp: ['A08:2021'],
  on: [
    onCall(
      [
        'builtins.__import__',
        'importlib.import_module',
        'pkgutil.resolve_name',
        'pydoc.locate',
        'django.utils.module_loading.import_string',
        'werkzeug.utils.import_string',
        'zope.dottedname.resolve.resolve',
        'twisted.python.reflect.namedAny',
      ],
      (call, context) => {
        const values = call.values(0, 'name')
        const [name] = call.texts(0, 'name')
        if (name !== undefined && values.every(({ kind }) => kind === 'text')) {
          return {
            severity: 'low',
            persona: 'gate',
            message: `\`${call.shortName}\` imports \`${name}\` by a call.`,
            help: `Write \`import ${name.split(':')[0]}\`.`,
          }
        }
        return {
          ...(isPlugin(call, context) ? { severity: 'low' as const, confidence: 0.5 } : {}),
          message: `\`${call.shortName}\` imports a module that is only known at run time.`,
          help: 'Import the modules that the script needs by name at its top.',
        }
      },
    ),
    onCall(
      [
        'runpy.run_path',
        'runpy.run_module',
        'imp.load_source',
        'imp.load_module',
        'imp.load_dynamic',
        'importlib.util.spec_from_file_location',
        'importlib.util.module_from_spec',
        ...[
          'SourceFileLoader',
          'SourcelessFileLoader',
          'ExtensionFileLoader',
          'FileFinder',
          'ModuleSpec',
        ].map((name) => `importlib.machinery.${name}`),
        'importlib.reload',
        'zipimport.zipimporter',
        'builtins.__loader__.load_module',
        'sys.meta_path.insert',
        'sys.meta_path.append',
        'sys.path_hooks.append',
        'site.addsitedir',
      ],
      (call, context) => ({
        ...(isPlugin(call, context) ? { severity: 'low' as const, confidence: 0.5 } : {}),
        message: `\`${call.shortName}\` loads code from a place of its own.`,
        help: 'Import installed modules by name at the top of the script.',
      }),
    ),
  ],
}

/** Programs of some size have plugins; in a script of an analysis they are no part of the work. */
function isPlugin(call: CallMatch, context: Context): boolean {
  if (context.policy.persona === 'gate') return false
  const { args = [], keywords = [] } = call.call ?? {}
  const given = [...args, ...keywords.map(({ value }) => value)]
  return !given.some((node) => isUntrusted(node, call.site, context))
}
