import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** PyTorch files that hold programs. */
export const torchPackageLoaded: Rule = {
  id: 'torch-package-loaded',
  title: 'A PyTorch file is loaded that holds code',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall(
      [
        ...[
          'torch.jit.load',
          'torch.jit.jit_module_from_flatbuffer',
          'torch.package.PackageImporter',
        ],
        ...['torch.export.load', 'torch._export.load', 'torch.classes.load_library'],
        ...['torch._inductor.aoti_load_package', 'torch.utils.model_zoo.load_url'],
      ],
      (call) => ({
        message: `\`${call.shortName}\` loads a program together with its weights.`,
        help: 'Keep the model as code of your own and load weights from safetensors.',
      }),
    ),
    onCall(['torch.serialization.add_safe_globals'], (call, { meaning }) => {
      const items = call.values(0).flatMap((v) => (v.kind === 'sequence' ? v.items : []))
      const risky = items
        .flatMap(({ node, site }) => meaning.paths(node, site))
        .find((path) =>
          /^(os|subprocess|builtins|sys|shutil|importlib|functools|operator)\./.test(path),
        )
      return risky === undefined
        ? undefined
        : {
            message: `\`${risky}\` is allowed in checkpoints, which makes them programs.`,
            severity: 'high',
          }
    }),
  ],
}
