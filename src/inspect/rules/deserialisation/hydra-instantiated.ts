import { isUntrusted } from '../../origin.ts'
import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Configurations that name what is called. */
export const hydraInstantiated: Rule = {
  id: 'hydra-instantiated',
  title: 'A configuration from outside names what is called',
  layer: 'calls',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [470, 94],
  owasp: ['A08:2021', 'LLM03:2025'],
  replaces: ['class-from-settings'],
  on: [
    onCall(
      [
        ...[
          'hydra.utils.instantiate',
          'hydra.utils.call',
          'hydra.utils.get_class',
          'hydra.utils.get_method',
        ],
        ...[
          'hydra.utils.get_object',
          'omegaconf.OmegaConf.resolve',
          'omegaconf.OmegaConf.to_container',
        ],
        ...[
          'omegaconf.OmegaConf.to_object',
          'hydra_zen.instantiate',
          'lightning.fabric.utilities.instantiate',
        ],
      ],
      (call, context) => {
        const config = call.argument(0)
        if (!config || !isUntrusted(config, call.site, context)) return undefined
        if (call.name.endsWith('to_container') && !call.isFlag('resolve', true)) return undefined
        return {
          message: `\`${call.shortName}\` follows what a configuration from outside names: functions, variables of the environment.`,
          help: 'Check the configuration against a schema and choose from the classes that are meant.',
        }
      },
    ),
  ],
}
