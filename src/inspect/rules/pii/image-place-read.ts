import type { Rule } from '../../rule.ts'
import { onCall } from '../../rule.ts'

/** EXIF data of pictures. */
export const imagePlaceRead: Rule = {
  id: 'image-place-read',
  title: 'The place where a picture was taken is read or kept',
  layer: 'calls',
  severity: 'low',
  confidence: 0.6,
  persona: 'pedantic',
  cwe: [359],
  owasp: ['A04:2021'],
  on: [
    onCall(
      [
        'PIL.Image.open()._getexif',
        'PIL.Image.open().getexif',
        'exifread.process_file',
        'piexif.load',
        '._getexif',
      ],
      (call) => ({
        message: `\`${call.shortName}\` gives the place and time at which a picture was taken.`,
        help: 'Keep only the pixels.',
      }),
    ),
    onCall(
      ['face_recognition.*', 'deepface.DeepFace.*', 'insightface.app.FaceAnalysis'],
      (call) => ({
        message: `\`${call.shortName}\` recognises people by their face.`,
        help: 'Check that there is consent.',
      }),
    ),
  ],
}
