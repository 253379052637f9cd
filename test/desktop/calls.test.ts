import { describe, expect, it } from 'vitest';
import { exchangeCalls } from '../../electron/desktop/calls.ts';
import { AppError } from '../../shared/errors.ts';
import { memoryPorts } from '../../shared/protocol.ts';

interface Left {
  double: (value: number) => number;
  bytes: (value: Uint8Array) => Promise<Uint8Array>;
  fail: (how: 'ours' | 'other') => void;
  never: () => Promise<void>;
}
interface Right {
  name: () => string;
}

function start() {
  const [leftPort, rightPort] = memoryPorts();
  const failures: AppError[] = [];
  const left: Left = {
    double: (value) => value * 2,
    bytes: (value) => Promise.resolve(value.map((byte) => byte + 1)),
    fail: (how) => {
      throw how === 'ours' ? new AppError('storage', { reason: 'disk_full' }) : new Error('maria@example.com');
    },
    never: () => new Promise(() => {}),
  };
  const onFailure = (error: AppError): void => void failures.push(error);
  const askRight = exchangeCalls<Left, Right>(leftPort, left, onFailure);
  const askLeft = exchangeCalls<Right, Left>(rightPort, { name: () => 'right' }, onFailure);
  return { askLeft, askRight, rightPort, failures };
}

describe('calls between processes', () => {
  it('go both ways, with plain values and bytes', async () => {
    const { askLeft, askRight } = start();
    expect(await Promise.all([askLeft('double', 4), askRight('name'), askLeft('double', 5)])).toEqual([8, 'right', 10]);
    expect(await askLeft('bytes', Uint8Array.of(1, 2))).toEqual(Uint8Array.of(2, 3));
  });

  it('carry errors with their code, and keep unexpected ones to themselves', async () => {
    const { askLeft, failures } = start();
    await expect(askLeft('fail', 'ours')).rejects.toMatchObject({ code: 'storage', details: { reason: 'disk_full' } });
    const hidden = askLeft('fail', 'other');
    await expect(hidden).rejects.toMatchObject({ code: 'internal', details: { reason: 'unexpected' } });
    expect(failures).toHaveLength(1);
    for (const name of ['none', 'constructor', '__proto__']) {
      await expect(askLeft(name as 'never')).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('end with the port', async () => {
    const { askLeft, rightPort } = start();
    const open = askLeft('never');
    rightPort.close();
    const disconnected = { code: 'internal', details: { reason: 'disconnected' } };
    await expect(open).rejects.toMatchObject(disconnected);
    await expect(askLeft('double', 1)).rejects.toMatchObject(disconnected);
  });
});
