// Cordon as another process that can be killed: takes each script through the whole corridor and tells how it ended.
import { createCordon } from '../../dist/index.js'

const { configuration, folder, principal } = JSON.parse(process.argv[2])
const cordon = createCordon({ configuration, folder })

process.on('message', async ({ number, code, datasets }) => {
  try {
    const outcome = await cordon.run({ code, principal, datasets })
    const { status, receipt } = outcome
    const failure = status === 'failed' ? outcome.failure : undefined
    const answer = status === 'answered' ? outcome.answerJson : undefined
    tell({ number, status, receipt, answer, failure })
  } catch (error) {
    tell({ number, status: 'error', code: error.code, message: error.message })
  }
})
process.on('disconnect', () => cordon.close())
tell('open')

/** Whoever asked may have been killed meanwhile. */
function tell(message) {
  process.send(message, () => undefined)
}
