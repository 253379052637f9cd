/** Numbers of people, accounts and cards, told by their check digits so that ordinary codes are not taken for them. */

/** Remainder of a long decimal number. */
function remainder(digits: string, by: number): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % by;
  return rest;
}

/** The Luhn check digit (ISO/IEC 7812) of numbers of 14 to 19 digits. */
export function passesLuhn(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
    sum += digit;
  }
  return digits.length >= 14 && digits.length <= 19 && sum % 10 === 0 && /[1-9]/.test(digits);
}

/** A payment card: the first digit names its industry, 2 to 6 for banks and travel. */
export function isCardNumber(text: string): boolean {
  return /^[2-6][\d -]*$/.test(text) && passesLuhn(text);
}

/** An IBAN with its check digits (ISO 13616, mod 97). */
export function isIban(text: string): boolean {
  const plain = text.replace(/ /g, '');
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  const turned = plain.slice(4) + plain.slice(0, 4);
  return (
    remainder(
      turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)),
      97,
    ) === 1
  );
}

/** A resident identity number of China: 17 digits with a date of birth, and a check character (GB 11643). */
function isChineseId(text: string): boolean {
  if (!/^[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/i.test(text)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(text[i]) * (2 ** (17 - i) % 11);
  return '10X98765432'[sum % 11] === text[17]!.toUpperCase();
}

/** A social security number of the United States, in its written form. */
function isAmericanId(text: string): boolean {
  return /^(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/.test(text);
}

/** A National Insurance number of the United Kingdom. */
function isBritishId(text: string): boolean {
  return /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/.test(text);
}

/** A Spanish DNI or NIE: its letter is the number's remainder by 23. */
function isSpanishId(text: string): boolean {
  const match = /^([XYZ]?)(\d{7,8})-?([A-Z])$/i.exec(text);
  if (!match || match[1]!.length + match[2]!.length !== 8) return false;
  const number = Number(`${match[1] ? 'XYZ'.indexOf(match[1].toUpperCase()) : ''}${match[2]}`);
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === match[3]!.toUpperCase();
}

/** A French social security number: 13 digits and their complement to 97. */
function isFrenchId(text: string): boolean {
  const digits = text.replace(/ /g, '');
  return (
    /^[12]\d{2}(?:0[1-9]|1[0-2])\d{10}$/.test(digits) &&
    remainder(digits.slice(0, 13), 97) === 97 - Number(digits.slice(13))
  );
}

/** A fiscal code of Italy. */
function isItalianId(text: string): boolean {
  return /^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/.test(text);
}

/** A CPF of Brazil in its written form, with both check digits. */
function isBrazilianId(text: string): boolean {
  if (!/^\d{3}\.\d{3}\.\d{3}-\d{2}$/.test(text)) return false;
  const digits = [...text.replace(/\D/g, '')].map(Number);
  const check = (n: number): number => {
    const sum = digits.slice(0, n).reduce((total, digit, i) => total + digit * (n + 1 - i), 0);
    return ((sum * 10) % 11) % 10;
  };
  return check(9) === digits[9] && check(10) === digits[10];
}

const kinds = [isChineseId, isAmericanId, isBritishId, isSpanishId, isFrenchId, isItalianId, isBrazilianId];

/** Whether a text is the number by which a state knows a person. */
export function isNationalId(text: string): boolean {
  return text.length >= 9 && text.length <= 21 && kinds.some((test) => test(text));
}
