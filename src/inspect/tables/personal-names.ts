const strong =
  /^(\w{0,30}_)?(ssn|social_?security(_?(number|no))?|tax_?id|passport(_?(number|no))?|national_?id|driver_?s?_?licen[sc]e|credit_?card(_?(number|no))?|card_?number|cvv|iban|bank_?account|account_?number|e?_?mail(_?address)?|phone(_?(number|no))?|mobile(_?(number|no))?|date_?of_?birth|birth_?date|dob|home_?address|street_?address|medical_?record(_?(number|no))?|mrn|diagnosis|patient_?(name|id)|(first|last|full|family|given|customer|client|employee)_?name|sur_?name)$/i

/** Whether a column or variable of that name holds what tells who a person is. */
export function isPersonalName(name: string): boolean {
  return name.length <= 60 && strong.test(name.replaceAll(/[\s-]/g, '_'))
}

const intimate =
  /^(ssn|social_security(_number)?|passport(_number|_no)?|national_id|card_number|credit_card(_number)?|cvv|diagnosis|medical_record(_number)?|mrn)$/i

/** Whether it is what a person tells nobody without need, also where names and addresses are sent as a matter of course. */
export function isIntimateName(name: string): boolean {
  return intimate.test(name)
}
