import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '../sandbox/fixture.ts'
import { openTestDoor, startServer, type TestDoor, type TestServer } from './fixture.ts'

let box: TestSandbox
let plain: TestServer
let secure: TestServer
let door: TestDoor
let narrow: TestDoor

beforeAll(async () => {
  const respond: Parameters<typeof startServer>[0] = ({ method, url, body }, answer) => {
    if (url === '/table.csv') answer.end('name,value\na,1\nb,2\n')
    else if (url === '/move') answer.writeHead(302, { location: '/table.csv' }).end()
    else if (url === '/leave') answer.writeHead(302, { location: 'https://evil.example/' }).end()
    else if (url.startsWith('/bucket/')) {
      answer.setHeader('ETag', '"1"')
      answer.setHeader('Last-Modified', 'Mon, 01 Jan 2024 00:00:00 GMT')
      answer.end(method === 'PUT' ? '' : 'an object')
    } else answer.end(`${method} ${body}`)
  }
  box = await openTestSandbox(undefined, { canEgress: true })
  plain = await startServer(respond)
  secure = await startServer(respond, 'api.example')
  const place = { host: 'api.example', schemes: ['http', 'https'], addresses: ['127.0.0.1'] }
  const ports = [plain.port, secure.port]
  const rule = { ...place, ports, methods: ['GET', 'HEAD', 'POST', 'PUT'] }
  const folder = box.sandbox.grantDir
  door = await openTestDoor({ egress: { allow: [rule] }, folder })
  narrow = await openTestDoor({ egress: { allow: [rule], limits: { connections: 4 } }, folder })
})
afterAll(async () => {
  await door?.close()
  await narrow?.close()
  plain.close()
  secure.close()
  await box.sandbox.close()
})

/** A request by a stream of asyncio's own: through the proxy, over TLS in a tunnel. */
const byHand = `import asyncio, base64, os, ssl
from urllib.parse import urlsplit
async def read(url):
    place, proxy = urlsplit(url), urlsplit(os.environ['http_proxy'])
    token = base64.b64encode(f'{proxy.username}:{proxy.password}'.encode()).decode()
    shown = f'Proxy-Authorization: Basic {token}\\r\\n'
    reader, writer = await asyncio.open_connection(proxy.hostname, proxy.port)
    target = url
    if place.scheme == 'https':
        writer.write(f'CONNECT {place.netloc} HTTP/1.1\\r\\nHost: {place.netloc}\\r\\n{shown}\\r\\n'.encode())
        await reader.readuntil(b'\\r\\n\\r\\n')
        await writer.start_tls(ssl.create_default_context(), server_hostname=place.hostname)
        target, shown = place.path, ''
    writer.write(f'GET {target} HTTP/1.1\\r\\nHost: {place.netloc}\\r\\nConnection: close\\r\\n{shown}\\r\\n'.encode())
    body = (await reader.read(-1)).partition(b'\\r\\n\\r\\n')[2].decode()
    writer.close()
    return body[body.index('name'):body.rindex('2') + 2]`

const run = (code: string) => box.plain(code, { egress: door.key })

test('a client finds its way past more open connections than are led through at a time', async () => {
  const code = `import os, requests, socket
port = int(os.environ['http_proxy'].rsplit(':', 1)[1])
idle = [socket.create_connection(('127.0.0.1', port)) for _ in range(200)]
for each in idle: each.close()
result = requests.get('http://api.example:${plain.port}/').text`
  expect(await box.plain(code, { egress: narrow.key })).toBe('GET ')
})

describe.each(['http', 'https'] as const)('over %s, unchanged,', (scheme) => {
  const at = (path: string) =>
    `${scheme}://api.example:${(scheme === 'http' ? plain : secure).port}${path}`

  test.each([
    [
      'urllib',
      (url: string) => `import urllib.request\nurllib.request.urlopen('${url}').read().decode()`,
    ],
    ['requests', (url: string) => `import requests\nrequests.get('${url}').text`],
    [
      'a session of requests',
      (url: string) =>
        `import requests\ns = requests.Session()\n[s.get('${url}').text for _ in range(3)][2]`,
    ],
    ['httpx', (url: string) => `import httpx\nhttpx.get('${url}').text`],
    [
      'httpx in coroutines',
      (url: string) =>
        `import asyncio, httpx\nasync def read():\n  async with httpx.AsyncClient() as client: return (await client.get('${url}')).text\nasyncio.run(read())`,
    ],
    ['asyncio by itself', (url: string) => `${byHand}\nasyncio.run(read('${url}'))`],
    [
      'urllib3',
      (url: string) =>
        `import urllib3, os\nurllib3.proxy_from_url(os.environ['https_proxy'], proxy_headers=urllib3.make_headers(proxy_basic_auth=os.environ['https_proxy'].split('//')[1].split('@')[0]), ca_certs=os.environ['SSL_CERT_FILE']).request('GET', '${url}').data.decode()`,
    ],
    ['pandas', (url: string) => `import pandas as pd\npd.read_csv('${url}').to_csv(index=False)`],
  ])('%s reads', async (_, code) => {
    expect(await run(code(at('/table.csv')))).toBe('name,value\na,1\nb,2\n')
  })

  test('thirty coroutines at once are all answered', async () => {
    const code = `import asyncio, httpx
async def read():
    async with httpx.AsyncClient() as client:
        answers = await asyncio.gather(*(client.get('${at('/')}') for _ in range(30)))
    return sum(one.text == 'GET ' for one in answers)
asyncio.run(read())`
    expect(await run(code)).toBe(30)
  })

  test('coroutines reach no other host', async () => {
    const code = `import asyncio, httpx
async def read():
    async with httpx.AsyncClient() as client: return (await client.get('${scheme}://evil.example/')).status_code
try: result = asyncio.run(read())
except httpx.ProxyError as error: result = str(error)`
    expect(String(await run(code))).toMatch(/^403/)
  })

  test('requests and httpx follow a redirect to an open place, and to no other', async () => {
    expect(await run(`import requests\nrequests.get('${at('/move')}').text`)).toContain(
      'name,value',
    )
    expect(
      await run(`import httpx\nhttpx.get('${at('/move')}', follow_redirects=True).text`),
    ).toContain('name,value')
    const leave = `import requests\ntry: requests.get('${at('/leave')}')\nexcept requests.RequestException as e: result = str(e)`
    expect(await run(leave)).toContain('the policy allows no such host')
  })

  test('requests and httpx post, and say why they may not', async () => {
    expect(await run(`import requests\nrequests.post('${at('/')}', json={'a': 1}).text`)).toBe(
      'POST {"a": 1}',
    )
    expect(
      await run(`import httpx\nhttpx.post('${at('/')}', content=iter([b'a', b'b'])).text`),
    ).toBe('POST ab')
    expect(
      await run(`import requests\nr = requests.delete('${at('/')}')\nf'{r.status_code} {r.text}'`),
    ).toContain('403 Refused by Cordon: the policy allows no such method there')
  })

  test('boto3 reads and writes objects', async () => {
    const code = `import boto3
from botocore.config import Config
s3 = boto3.client('s3', endpoint_url='${at('')}', region_name='eu-west-1',
    aws_access_key_id='a', aws_secret_access_key='b', config=Config(s3={'addressing_style': 'path'}))
s3.put_object(Bucket='bucket', Key='a.csv', Body=b'x' * 1000)
s3.get_object(Bucket='bucket', Key='a.csv')['Body'].read().decode()`
    expect(await run(code)).toBe('an object')
  })

  test.each([
    ['', () => door],
    [' through four connections', () => narrow],
  ])('thirty threads at once are all answered%s', async (_, way) => {
    const code = `import requests
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(30) as pool:
    result = sum(r.text == 'GET ' for r in pool.map(lambda n: requests.get('${at('/')}'), range(90)))`
    expect(await box.plain(code, { egress: way().key })).toBe(90)
  })

  test('sessions that keep their connections make room for others in time', async () => {
    const code = `import requests
from concurrent.futures import ThreadPoolExecutor
sessions = [requests.Session() for _ in range(12)]
with ThreadPoolExecutor(12) as pool:
    result = sum(r.text == 'GET ' for r in pool.map(lambda n: sessions[n % 12].get('${at('/')}'), range(60)))`
    expect(await box.plain(code, { egress: narrow.key })).toBe(60)
  })
})
