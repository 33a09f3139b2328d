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
      (call) => {
        const name = call.text(0, 'name')
        if (name !== undefined) {
          return {
            severity: 'low',
            message: `\`${call.shortName}\` imports \`${name}\` by a call.`,
            help: `Write \`import ${name.split(':')[0]}\`.`,
          }
        }
        return {
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
        'importlib.machinery.*',
        'importlib.reload',
        'zipimport.zipimporter',
        'builtins.__loader__.load_module',
        'sys.meta_path.insert',
        'sys.meta_path.append',
        'sys.path_hooks.append',
        'site.addsitedir',
      ],
      (call) => ({
        message: `\`${call.shortName}\` loads code from a place of its own.`,
        help: 'Import installed modules by name at the top of the script.',
      }),
    ),
  ],
}
