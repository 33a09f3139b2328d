/** How a function reaches the network: by plain HTTP, which a gateway can carry, or by anything else. */
export interface NetworkCall {
  readonly via: 'http' | 'other'
  /** Position and keyword of the address, -1 where there is none. */
  readonly at: number
  readonly keyword: string
  /** The HTTP method, `unknown` where the code says it otherwise. */
  readonly method: string
}

const verbs = ['get', 'post', 'put', 'delete', 'head', 'patch', 'options']
const clients = [
  ...['requests', 'requests.Session()', 'httpx', 'httpx.Client()', 'httpx.AsyncClient()'],
  'aiohttp.ClientSession()',
]

/** Functions that send or fetch something over HTTP. */
export const httpCalls: ReadonlyMap<string, NetworkCall> = new Map<string, NetworkCall>([
  ...clients.flatMap((client) =>
    verbs.map((verb) => [`${client}.${verb}`, http(0, verb.toUpperCase())] as const),
  ),
  ...clients.map((client) => [`${client}.request`, http(1, 'unknown')] as const),
  ...clients.map((client) => [`${client}.stream`, http(1, 'unknown')] as const),
  ['requests.Session().send', http(-1, 'unknown')],
  ['urllib.request.urlopen', http(0, 'GET')],
  ['urllib.request.urlretrieve', http(0, 'GET')],
  ['urllib.request.Request', http(0, 'unknown')],
  ['urllib.request.OpenerDirector().open', http(0, 'unknown', 'fullurl')],
  ['urllib2.urlopen', http(0, 'GET')],
  ['urllib.urlopen', http(0, 'GET')],
  ['urllib.urlretrieve', http(0, 'GET')],
  ['urllib3.request', http(1, 'unknown')],
  ['urllib3.PoolManager().request', http(1, 'unknown')],
  ['wget.download', http(0, 'GET')],
  ['pycurl.Curl', http(-1, 'unknown')],
])

/** Everything else that opens a connection or serves one; `.*` for all of a module. */
export const otherNetworkNames: readonly string[] = [
  ...['socket', 'create_connection', 'create_server', 'socketpair', 'fromfd', 'getaddrinfo'].map(
    (name) => `socket.${name}`,
  ),
  ...['gethostbyname', 'gethostbyname_ex', 'gethostbyaddr', 'getnameinfo'].map(
    (name) => `socket.${name}`,
  ),
  ...[
    'http.client.*',
    'httplib.*',
    'ftplib.*',
    'smtplib.*',
    'telnetlib.*',
    'poplib.*',
    'imaplib.*',
  ],
  ...['nntplib.*', 'xmlrpc.client.*', 'xmlrpc.server.*', 'socketserver.*', 'http.server.*'],
  ...['asyncio.open_connection', 'asyncio.start_server', 'asyncio.open_unix_connection'],
  ...['ssl.wrap_socket', 'ssl.get_server_certificate', 'asyncore.*', 'webbrowser.*'],
  ...['websocket.*', 'websockets.*', 'paramiko.*', 'pysftp.*', 'fabric.*', 'scapy.**', 'nmap.*'],
  ...['dns.resolver.*', 'zmq.*', 'pika.*', 'kafka.*', 'redis.*', 'pymongo.*', 'grpc.*', 'stomp.*'],
  ...['psycopg2.connect', 'psycopg.connect', 'pymysql.connect', 'mysql.connector.connect'],
  ...['MySQLdb.connect', 'pyodbc.connect', 'cx_Oracle.connect', 'oracledb.connect', 'ldap3.*'],
  ...['snowflake.connector.connect', 'elasticsearch.Elasticsearch', 'tweepy.*', 'slack_sdk.*'],
  ...['boto3.client', 'boto3.resource', 'boto3.Session', 'botocore.session.*', 'azure.storage.*'],
  ...['google.cloud.storage.*', 'huggingface_hub.*', 'openai.*', 'anthropic.*', 'twilio.rest.*'],
]

/** Functions of data libraries that download when they are used as meant. */
export const downloads: readonly string[] = [
  'seaborn.load_dataset',
  ...[
    '20newsgroups',
    '20newsgroups_vectorized',
    'california_housing',
    'covtype',
    'kddcup99',
    'lfw_pairs',
    'lfw_people',
    'olivetti_faces',
    'openml',
    'rcv1',
    'species_distributions',
    'file',
  ].map((name) => `sklearn.datasets.fetch_${name}`),
  'statsmodels.datasets.get_rdataset',
  'nltk.download',
  'torch.hub.load',
  'yfinance.*',
  'pandas_datareader.*',
  'datasets.load_dataset',
  'transformers.pipeline',
]

function http(at: number, method: string, keyword = 'url'): NetworkCall {
  return { via: 'http', at, keyword, method }
}
