/** Families of weaknesses (CWE numbers) that say the same of a place. */
const kinds = {
  code: [94, 95, 96, 98, 470, 829, 913, 914, 915, 917, 1336, 250, 269, 693],
  command: [74, 77, 78, 88, 214],
  data: [502, 915],
  secrets: [259, 260, 312, 313, 321, 522, 532, 538, 798, 200, 201, 209, 359],
  files: [22, 23, 36, 59, 73, 276, 362, 367, 377, 378, 379, 434, 552, 732],
  queries: [89, 90, 564, 643, 943],
  xml: [91, 611, 643, 776, 827],
  output: [79, 80, 116, 117, 150, 1021],
  network: [319, 295, 297, 300, 346, 441, 601, 605, 668, 918, 941, 942],
  crypto: [
    208, 310, 323, 325, 326, 327, 328, 329, 330, 331, 335, 338, 347, 759, 760, 780, 916, 1204, 1240,
  ],
  resources: [400, 407, 409, 674, 770, 776, 789, 834, 835, 1088, 1333],
  access: [284, 285, 287, 288, 306, 307, 352, 384, 489, 613, 614, 639, 862, 863, 1004, 1275],
  supply: [345, 353, 494, 829, 1104, 1357, 506],
  robustness: [252, 390, 391, 392, 396, 703, 754, 755, 617],
}

/** What Bandit's tests are about, by CWE, as their pages say; Ruff's `S` rules have the same numbers. */
const tests = new Map(
  Object.entries({
    101: 703,
    102: 94,
    103: 732,
    104: 605,
    105: 259,
    106: 259,
    107: 259,
    108: 377,
    109: 259,
    110: 703,
    112: 703,
    113: 400,
    201: 489,
    202: 22,
    301: 502,
    302: 502,
    303: 327,
    304: 327,
    305: 327,
    306: 377,
    307: 94,
    308: 79,
    310: 918,
    311: 330,
    312: 319,
    313: 611,
    314: 611,
    315: 611,
    316: 611,
    317: 611,
    318: 611,
    319: 611,
    320: 611,
    321: 319,
    323: 295,
    324: 327,
    401: 319,
    402: 319,
    403: 502,
    404: 78,
    405: 611,
    406: 611,
    407: 611,
    408: 611,
    409: 611,
    410: 611,
    411: 611,
    412: 918,
    413: 327,
    415: 319,
    501: 295,
    502: 327,
    503: 327,
    504: 327,
    505: 326,
    506: 502,
    507: 295,
    508: 319,
    509: 319,
    601: 78,
    602: 78,
    603: 78,
    604: 78,
    605: 78,
    606: 78,
    607: 78,
    608: 89,
    609: 78,
    610: 89,
    611: 89,
    612: 94,
    613: 94,
    614: 502,
    615: 494,
    701: 79,
    702: 79,
    703: 79,
    704: 79,
  }),
)

/** The families of some CWE numbers; a number of no family is one of its own. */
export function weaknessOf(numbers) {
  return numbers.flatMap((number) => {
    const own = Object.entries(kinds).flatMap(([kind, members]) =>
      members.includes(number) ? [kind] : [],
    )
    return own.length > 0 ? own : [`CWE-${number}`]
  })
}

/** The families of one of Bandit's tests, such as `B602`. */
export function testWeakness(test) {
  const number = tests.get(test.slice(1))
  return number === undefined ? [] : weaknessOf([number])
}
