import { type ConformanceArea, type ConformanceCase, crashed } from '../case.ts'

const framed =
  'lambda h, rest=b"": (lambda r: struct.pack("<I", len(r)) + r)(struct.pack("<I", len(h)) + h + rest + bytes(7) + b"D")'
const none = 'b\'{"status":"completed","value":{"kind":"none"},"figures":[]}\''

/** Results that the run did not come to by its own answer. */
export const forging: ConformanceArea = {
  name: 'result forging',
  cases: [
    forges('garbage', 'os.urandom(5000)'),
    forges('nothing at all', 'b""'),
    forges('a huge length', 'struct.pack("<I", 0xffffffff) + b"{}D"'),
    forges('no length', 'b"D"'),
    forges('text that is not JSON', 'struct.pack("<I", 3) + b"{}}D"'),
    forges('text that is not UTF-8', 'framed(b"\\xff\\xfe{}")'),
    forges('a status that does not exist', 'framed(b\'{"status":"approved"}\')'),
    forges('a confirmation in place of a result', 'b"C"'),
    forges('a refusal to be locked in', 'b"E nothing was armed"'),
    forges('no end mark', `framed(${none})[:-1]`),
    forges('bytes after the end', `framed(${none}) + b"more"`),
    forges('two results', `framed(${none}) * 2`),
    forges('a pickle', '__import__("pickle").dumps({"status": "completed"})'),
    forges(
      'deep nesting',
      'framed(b\'{"status":"completed","figures":[],"value":{"kind":"json","value":\' + b"[" * 200000 + b"]" * 200000 + b"}}")',
    ),
    forges(
      'a limit that nobody set',
      'framed(b\'{"status":"failed","failure":{"kind":"limit","limit":"wallMs"}}\')',
    ),
    forges(
      'a figure that is no picture',
      'framed(b\'{"status":"completed","value":{"kind":"none"},"figures":[{"format":"png","bytes":8}]}\', b"<script>")',
    ),
    forges(
      'an SVG with entities of its own',
      'framed(b\'{"status":"completed","value":{"kind":"none"},"figures":[{"format":"svg","bytes":88}]}\', b\'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>\'.ljust(88))',
    ),
    forges(
      'a frame with more rows than bytes',
      frame('{"name": "a", "storage": "int64", "buffers": [0, 8]}', '10**9'),
    ),
    forges(
      'a frame with a blob that is not there',
      frame('{"name": "a", "storage": "int64", "buffers": [0, 2**31 - 1]}', '1'),
    ),
    forges(
      'a frame of pickled objects',
      frame('{"name": "a", "storage": "pickle", "buffers": [0, 0]}', '0'),
    ),
    forges(
      'a frame of the name of a prototype',
      frame('{"name": "__proto__", "storage": "int64", "buffers": [0, 2**40]}', '1'),
    ),
    {
      name: 'an answer of its own before the real one counts as a crash',
      control: 'result-cap',
      code: `import struct\nframed = ${framed}\nos.write(3, framed(${none}))\nresult = 1`,
      expected: crashed,
      // The first answer counts, and the second ends the session.
      inSession: { kind: 'any' },
    },
    {
      name: 'closing the result descriptor counts as a crash',
      control: 'result-cap',
      code: 'os.close(3)\nresult = 1',
      expected: crashed,
    },
    {
      name: 'ending the process counts as a crash',
      control: 'result-cap',
      code: 'os._exit(0)',
      expected: crashed,
    },
    {
      name: 'printing a result is printing',
      control: 'result-cap',
      code: `import struct\nframed = ${framed}\nos.write(1, framed(${none}))\nresult = 7`,
      expected: { kind: 'value', value: 7 },
    },
    {
      name: 'writing to every other descriptor reaches no one',
      control: 'result-cap',
      code: 'for fd in range(4, 1024):\n  try: os.write(fd, b"x")\n  except OSError: pass\nresult = 7',
      expected: { kind: 'value', value: 7 },
    },
  ],
}

function forges(name: string, bytes: string): ConformanceCase {
  const code = `import struct, json\nframed = ${framed}\nos.write(3, ${bytes})\nos._exit(0)`
  return {
    ...{ name: `${name} counts as a crash`, control: 'result-cap', code, expected: crashed },
    inSession: { kind: 'unanswered' },
  }
}

function frame(column: string, rows: string): string {
  const value = `{"kind": "frame", "rowCount": ${rows}, "columns": [${column}]}`
  return `framed(json.dumps({"status": "completed", "value": ${value}, "figures": []}).encode(), b"\\xff" * 8)`
}
