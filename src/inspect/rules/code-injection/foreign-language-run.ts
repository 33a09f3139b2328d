import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Text that runs as R, JavaScript, Lua, Octave or MATLAB, which start programs as Python does. */
export const foreignLanguageRun: Rule = {
  id: 'foreign-language-run',
  title: 'Text is run as code of another language',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [95],
  owasp: ['A03:2021', 'LLM05:2025'],
  on: [
    onCall(
      [
        ...['rpy2.robjects.r', 'rpy2.rinterface.evalr', 'execjs.eval', 'execjs.compile'],
        ...[
          'js2py.eval_js',
          'py_mini_racer.MiniRacer().eval',
          'dukpy.evaljs',
          'quickjs.Context().eval',
        ],
        ...['lupa.LuaRuntime().execute', 'lupa.LuaRuntime().eval', 'oct2py.octave.eval'],
        ...['oct2py.Oct2Py().eval', 'matlab.engine.start_matlab().eval', 'juliacall.Main.seval'],
        ...['julia.Main.eval', 'nodejs.run', 'jpype.JPackage', 'perl.eval', 'tkinter.Tcl().eval'],
      ],
      (call) => {
        const isConstant = call.text(0) !== undefined
        return {
          message: `\`${call.shortName}\` runs text as code of another language${isConstant ? '' : ' that is only known at run time'}.`,
          help: 'Compute in Python.',
          ...(isConstant ? { severity: 'medium' as const } : {}),
        }
      },
    ),
  ],
}
