import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** Loaders of model libraries that unpickle, or run graphs from, their files. */
export const modelUnpickled: Rule = {
  id: 'model-unpickled',
  title: 'A model file is loaded that may hold code',
  layer: 'calls',
  severity: 'medium',
  confidence: 0.7,
  persona: 'default',
  cwe: [502],
  owasp: ['A08:2021', 'LLM03:2025'],
  on: [
    onCall(
      [
        ...['mlflow.pyfunc.load_model', 'mlflow.sklearn.load_model', 'mlflow.pytorch.load_model'],
        ...['mlflow.xgboost.load_model', 'mlflow.lightgbm.load_model', 'mlflow.pyfunc.spark_udf'],
        ...[
          'tensorflow.saved_model.load',
          'tensorflow.compat.v1.saved_model.load',
          'tensorflow_hub.load',
        ],
        ...[
          'tensorflow_hub.KerasLayer',
          'tensorflow.compat.v1.saved_model.loader.load',
          'paddle.load',
        ],
        ...[
          'statsmodels.iolib.smpickle.load_pickle',
          'statsmodels.api.load',
          'statsmodels.api.load_pickle',
        ],
        ...[
          'gensim.models.Word2Vec.load',
          'gensim.models.KeyedVectors.load',
          'gensim.utils.unpickle',
        ],
        ...[
          'gensim.models.LdaModel.load',
          'gensim.models.Doc2Vec.load',
          'gensim.corpora.Dictionary.load',
        ],
        ...[
          'stable_baselines3.PPO.load',
          'stable_baselines3.DQN.load',
          'stable_baselines3.A2C.load',
        ],
        ...[
          'stable_baselines3.SAC.load',
          'pycaret.classification.load_model',
          'pycaret.regression.load_model',
        ],
        ...[
          'autogluon.tabular.TabularPredictor.load',
          'bertopic.BERTopic.load',
          'flair.models.TextClassifier.load',
        ],
        ...[
          'flair.models.SequenceTagger.load',
          'fastai.learner.load_learner',
          'fastai.vision.all.load_learner',
        ],
        ...[
          'ludwig.api.LudwigModel.load',
          'nemo.core.ModelPT.restore_from',
          'dgl.load_graphs',
          'chainer.serializers.load_npz',
        ],
        ...[
          'darts.models.forecasting.forecasting_model.ForecastingModel.load',
          'prophet.serialize.model_from_pickle',
        ],
        ...[
          '.load_from_checkpoint',
          '.restore_from',
          'surprise.dump.load',
          'torch_geometric.data.Dataset.load',
        ],
      ],
      (call) => ({
        message: `\`${call.shortName.replace(/^\./, '')}\` may run code that the model file holds.`,
        help: 'Load models only from a store that you control, by digest, or as safetensors or ONNX.',
      }),
    ),
    onCall(
      ['onnxruntime.SessionOptions().register_custom_ops_library', '.register_custom_ops_library'],
      () => ({
        message: '`register_custom_ops_library` loads native code next to the model.',
        severity: 'high',
      }),
    ),
  ],
}
