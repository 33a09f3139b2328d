import { onFlow } from '../../flow-match.ts'
import type { Rule } from '../../rule.ts'
import { fileCalls, moveCalls, openCalls } from '../../tables/files.ts'
import { remote } from '../../tables/sources.ts'

/** Somebody else says which file. */
export const pathTraversal: Rule = {
  id: 'path-traversal',
  title: 'A path comes from outside',
  layer: 'taint',
  severity: 'high',
  confidence: 0.85,
  persona: 'default',
  cwe: [22, 73],
  owasp: ['A01:2021', 'ASVS-12.3.1'],
  on: onFlow(
    {
      sinks: [
        // These take the text of a document as well as its path.
        ...[...fileCalls]
          .filter(([name]) => !/_(html|xml|json)$/.test(name))
          .flatMap(([name, { paths }]) =>
            paths.map(({ at, keyword }) => ({ names: [name], at, keyword })),
          ),
        { names: openCalls, at: 0, keyword: 'file' },
        { names: moveCalls, at: 0, keyword: 'src' },
        { names: moveCalls, at: 1, keyword: 'dst' },
        { names: ['flask.send_file', 'django.http.FileResponse'], at: 0, keyword: 'path_or_file' },
        { names: ['fastapi.responses.FileResponse'], at: 0, keyword: 'path' },
      ],
      into: 'path',
      from: remote,
    },
    ({ call, from }) => ({
      message: `\`${call.shortName}\` takes its path from ${from}.`,
      help: 'Take only the name (`os.path.basename`), join it to a fixed folder, and check that the resolved path is inside.',
    }),
  ),
}
