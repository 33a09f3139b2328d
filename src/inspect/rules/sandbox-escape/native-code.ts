import type { Rule } from '../../rule.ts'
import { onAttribute, onCall, onName } from '../../rule.ts'

/** Machine code and raw memory, where Python's rules end. */
export const nativeCode: Rule = {
  id: 'native-code',
  title: 'Native code or raw memory is reached',
  layer: 'calls',
  severity: 'critical',
  confidence: 0.95,
  persona: 'default',
  cwe: [242, 913],
  owasp: ['LLM05:2025'],
  on: [
    onAttribute(['data_as', '__array_interface__', '__array_struct__'], ({ attribute }) => ({
      message: `\`${attribute}\` hands out the memory of an array.`,
      severity: 'medium',
      persona: 'gate',
      help: 'Work with the array itself.',
    })),
    onName(['ctypes.pythonapi', 'ctypes.cdll', 'ctypes.windll', 'ctypes.oledll'], ({ name }) => ({
      message: `\`${name}\` calls native functions.`,
      ...(name === 'ctypes.pythonapi' ? {} : { persona: 'gate' as const }),
    })),
    onCall(
      ['CDLL', 'cdll.LoadLibrary', 'PyDLL'].flatMap((library) =>
        ['system', 'popen', 'execve', 'execv', 'ptrace', 'mprotect', 'dlopen'].map(
          (name) => `ctypes.${library}().${name}`,
        ),
      ),
      (call) => ({
        message: `\`${call.shortName}\` is called past the interpreter.`,
        help: 'Use the function that Python has for it, where it is allowed.',
      }),
    ),
    onCall(
      [
        ...[
          'ctypes.*',
          'ctypes.util.*',
          'cffi.*',
          'mmap.mmap',
          'numpy.ctypeslib.*',
          'numpy.f2py.**',
          'scipy.LowLevelCallable',
        ],
        ...['cython.inline', 'Cython.inline', 'pyximport.install', 'llvmlite.*', 'scipy.weave.*'],
        ...[
          'numba.cfunc',
          'imp.load_dynamic',
          'torch.ops.load_library',
          'torch.utils.cpp_extension.*',
        ],
        ...['tensorflow.load_op_library', 'jpype.*', 'win32api.*', '_ctypes.*'],
      ],
      (call) => ({
        message: `\`${call.shortName}\` reaches native code or raw memory.`,
        ...(call.call && /^numpy\.f2py\.(compile|run_main|main)$|\.inline$/.test(call.name)
          ? {}
          : { persona: 'gate' as const }),
        help: 'Use numpy, or a library that is installed for the purpose.',
      }),
    ),
  ],
}
