/** Packages that are often installed, as named on PyPI; names one slip away from these are suspicious. */
export const popularPackages: readonly string[] = (
  'numpy pandas scipy matplotlib requests urllib3 django flask fastapi pydantic sqlalchemy pytest setuptools ' +
  'tensorflow pytorch torchvision transformers scikit-learn seaborn plotly beautifulsoup4 selenium boto3 botocore ' +
  'pillow opencv-python cryptography paramiko colorama jinja2 markupsafe aiohttp httpx lxml pyyaml psycopg2 ' +
  'redis celery openpyxl xlsxwriter statsmodels xgboost lightgbm langchain openai anthropic huggingface-hub ' +
  'tokenizers datasets accelerate diffusers streamlit gradio networkx sympy virtualenv certifi idna charset-normalizer ' +
  'python-dateutil python-dotenv discord telegram pycryptodome pyinstaller websocket-client websockets fabric ansible ' +
  'jupyter ipython notebook polars pyarrow fastparquet duckdb'
).split(' ')

/** Real packages and modules that happen to be one slip away from a popular one. */
export const knownNames: ReadonlySet<string> = new Set(
  (
    'request pillow-simd django-redis flake8 torch pytorch-lightning dataset data-sets open-ai panda3d numpydoc ' +
    'polar psycopg ipykernel jupyterlab notebooks fabric2 idna-ssl httpx2 httpcore celery-redbeat tensorflow-gpu ' +
    'langchain-core tokenizer discordpy paramiko-ng boto botocore3 redis-py pydantic-core fast-api requests3 ' +
    'setup-tools open3d plotnine plotly-express websocket sklearn'
  ).split(' '),
)

/** Names that were malware on PyPI, that models invent, or that stand for another package. */
export const wrongNames: ReadonlyMap<string, string> = new Map([
  ['sklearn', 'scikit-learn'],
  ['bs4', 'beautifulsoup4'],
  ['cv2', 'opencv-python'],
  ['pil', 'pillow'],
  ['huggingface-cli', 'huggingface-hub'],
  ['python-sqlite', 'the standard module sqlite3'],
  ['colourama', 'colorama'],
  ['python3-dateutil', 'python-dateutil'],
  ['jeilyfish', 'jellyfish'],
  ['request', 'requests'],
  ['requestss', 'requests'],
  ['beautifulsoup', 'beautifulsoup4'],
  ['pytorch', 'torch'],
  ['opencv', 'opencv-python'],
  ['torchtriton', 'triton'],
  ['ctx', 'another package; it was taken over'],
  ['pyhton-binance', 'python-binance'],
])

/** Libraries that are to hold foreign code or data, with the first version without the fault named. */
export const vulnerableBelow: ReadonlyMap<
  string,
  { readonly fixed: string; readonly cve: string }
> = new Map([
  ['restrictedpython', { fixed: '8.0', cve: 'CVE-2025-22153' }],
  ['jinja2', { fixed: '3.1.6', cve: 'CVE-2025-27516' }],
  ['asteval', { fixed: '1.0.6', cve: 'CVE-2025-24359' }],
  ['js2py', { fixed: '999', cve: 'CVE-2024-28397' }],
  ['smolagents', { fixed: '1.17.0', cve: 'CVE-2025-5120' }],
  ['numexpr', { fixed: '2.8.5', cve: 'CVE-2023-39631' }],
  ['torch', { fixed: '2.6.0', cve: 'CVE-2025-32434' }],
  ['pyyaml', { fixed: '5.4', cve: 'CVE-2020-14343' }],
  ['keras', { fixed: '3.9.0', cve: 'CVE-2025-1550' }],
  ['nltk', { fixed: '3.9', cve: 'CVE-2024-39705' }],
  ['joblib', { fixed: '1.2.0', cve: 'CVE-2022-21797' }],
  ['langchain-experimental', { fixed: '0.0.61', cve: 'CVE-2024-27444' }],
  ['llama-cpp-python', { fixed: '0.2.72', cve: 'CVE-2024-34359' }],
  ['transformers', { fixed: '4.38.0', cve: 'CVE-2024-3568' }],
  ['pyarrow', { fixed: '14.0.1', cve: 'CVE-2023-47248' }],
  ['picklescan', { fixed: '0.0.31', cve: 'CVE-2025-10155' }],
])
