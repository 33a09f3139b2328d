import type { Family } from '../../rule.ts'
import { connectionUnpickled } from './connection-unpickled.ts'
import { corpusUnpickled } from './corpus-unpickled.ts'
import { decoderHook } from './decoder-hook.ts'
import { hdfUnpickled } from './hdf-unpickled.ts'
import { hydraInstantiated } from './hydra-instantiated.ts'
import { kerasUnsafeLoad } from './keras-unsafe-load.ts'
import { langchainObjectLoaded } from './langchain-object-loaded.ts'
import { modelRevisionUnpinned } from './model-revision-unpinned.ts'
import { modelUnpickled } from './model-unpickled.ts'
import { picklePayload } from './pickle-payload.ts'
import { pickleSerializerChosen } from './pickle-serializer-chosen.ts'
import { pickledWeights } from './pickled-weights.ts'
import { reducePayload } from './reduce-payload.ts'
import { remoteCodeTrusted } from './remote-code-trusted.ts'
import { ruamelYamlUnsafe } from './ruamel-yaml-unsafe.ts'
import { skopsTrustedAll } from './skops-trusted-all.ts'
import { torchHubUnpinned } from './torch-hub-unpinned.ts'
import { torchLoadUnsafe } from './torch-load-unsafe.ts'
import { torchObjectCollective } from './torch-object-collective.ts'
import { torchPackageLoaded } from './torch-package-loaded.ts'
import { unpicklerBlockList } from './unpickler-block-list.ts'
import { unsafeUnpickling } from './unsafe-unpickling.ts'
import { vectorIndexUnpickled } from './vector-index-unpickled.ts'
import { yamlLoadUnsafe } from './yaml-load-unsafe.ts'

export const deserialisation: Family = {
  id: 'deserialisation',
  title: 'Unsafe deserialisation',
  rules: [
    connectionUnpickled,
    corpusUnpickled,
    decoderHook,
    hdfUnpickled,
    hydraInstantiated,
    kerasUnsafeLoad,
    langchainObjectLoaded,
    modelRevisionUnpinned,
    modelUnpickled,
    picklePayload,
    pickleSerializerChosen,
    pickledWeights,
    reducePayload,
    remoteCodeTrusted,
    ruamelYamlUnsafe,
    skopsTrustedAll,
    torchHubUnpinned,
    torchLoadUnsafe,
    torchObjectCollective,
    torchPackageLoaded,
    unpicklerBlockList,
    unsafeUnpickling,
    vectorIndexUnpickled,
    yamlLoadUnsafe,
  ],
}
