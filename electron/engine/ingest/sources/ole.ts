/** Files of the OLE container (MS-CFB): workbooks before .xlsx, and .xlsx behind a password. Neither can be read. */
import { AppError } from '../../../../shared/errors.ts';
import type { RawBytes } from './raw-bytes.ts';

/** The stream in which Office keeps what it has encrypted (MS-OFFCRYPTO 2.3.4.4); names are UTF-16 in the directory. */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

/** @throws AppError invalid_input password_protected, old_excel; always. */
export async function refuseOle(bytes: RawBytes, file: string): Promise<never> {
  let before = Buffer.alloc(0);
  for await (const chunk of bytes.stream()) {
    const joined = Buffer.concat([before, chunk]);
    if (joined.includes(encryptedPackage)) throw new AppError('invalid_input', { reason: 'password_protected', file });
    before = joined.subarray(-encryptedPackage.length);
  }
  throw new AppError('invalid_input', { reason: 'old_excel', file });
}
