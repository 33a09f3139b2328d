/** Countries by region: the codes of UN M49, whose English names the runtime's CLDR has. */
const regions: Readonly<Record<string, string>> = {
  '015': 'DZ EG EH LY MA SD TN',
  '202':
    'AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR LS MG ML MR MU MW MZ NA NE NG RE RW SC SH SL SN SO SS ST SZ TD TG TZ UG YT ZA ZM ZW',
  '021': 'BM CA GL PM US',
  '419':
    'AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI',
  '143': 'KG KZ TJ TM UZ',
  '030': 'CN HK JP KP KR MN MO TW',
  '035': 'BN ID KH LA MM MY PH SG TH TL VN',
  '034': 'AF BD BT IN IR LK MV NP PK',
  '145': 'AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE',
  '151': 'BG BY CZ HU MD PL RO RU SK UA',
  '154': 'AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ',
  '039': 'AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK',
  '155': 'AT BE CH DE FR LI LU MC NL',
  '009': 'AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS',
}

const aliases: Readonly<Record<string, string>> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  usa: 'US',
  'united states of america': 'US',
  'the netherlands': 'NL',
  holland: 'NL',
  'czech republic': 'CZ',
  'south korea': 'KR',
  'republic of korea': 'KR',
  'russian federation': 'RU',
  uae: 'AE',
  'ivory coast': 'CI',
  'viet nam': 'VN',
  türkiye: 'TR',
  turkey: 'TR',
}

/** What stands for a place that no region is known of. */
const elsewhere = 'other'

/** Makes the function that puts a place's region in its place: of a country's code or name, also at the end of an address, or as a policy lists them. */
export function regionMasker(
  listed: Readonly<Record<string, readonly string[]>> | undefined,
): (text: string) => string {
  const known = listed === undefined ? countryRegions() : listedRegions(listed)
  const regionOf = (place: string | undefined) => known.get((place ?? '').trim().toLowerCase())
  return (text) => regionOf(text) ?? regionOf(text.split(',').at(-1)) ?? elsewhere
}

function listedRegions(listed: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  return new Map(
    Object.entries(listed).flatMap(([region, places]) =>
      places.map((place) => [place.trim().toLowerCase(), region] as const),
    ),
  )
}

function countryRegions(): Map<string, string> {
  const nameOf = new Intl.DisplayNames(['en'], { type: 'region' })
  const known = new Map<string, string>()
  for (const [region, codes] of Object.entries(regions)) {
    const name = nameOf.of(region) ?? region
    for (const code of codes.split(' ')) {
      known.set(code.toLowerCase(), name)
      known.set((nameOf.of(code) ?? code).toLowerCase(), name)
    }
  }
  for (const [alias, code] of Object.entries(aliases)) {
    known.set(alias, known.get(code.toLowerCase()) ?? elsewhere)
  }
  return known
}
