import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Messages between workers that are pickles. */
export const torchObjectCollective: Rule = {
  id: 'torch-object-collective',
  title: 'Workers exchange pickles',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021'],
  on: [
    onCall(
      [
        ...['recv_object_list', 'broadcast_object_list', 'all_gather_object', 'gather_object'].map(
          (name) => `torch.distributed.${name}`,
        ),
        ...['torch.distributed.scatter_object_list', 'torch.distributed.rpc.init_rpc'],
        ...['horovod.torch.broadcast_object', 'horovod.torch.allgather_object'],
      ],
      (call) => ({
        message: `\`${call.shortName}\` unpickles what other workers send.`,
        help: 'Exchange tensors, on a network that only the workers reach.',
      }),
    ),
  ],
}
