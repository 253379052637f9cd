/** Who gets in, and who does not. */
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../shared/frame.ts';
import { startTestHost, type TestHost } from './start-host.ts';

let test: TestHost;
let own: Record<string, string>;
beforeAll(async () => {
  test = await startTestHost();
  own = await test.enter();
});
afterAll(() => test.stop());

/** Bytes as they are, for what no HTTP client would send. */
async function raw(request: string): Promise<string> {
  const socket = connectSocket(test.host.port, '127.0.0.1');
  socket.end(request);
  return text(socket);
}

describe('the launch token', () => {
  it('is swapped once for a strict cookie and a clean address', async () => {
    const fresh = await startTestHost();
    const first = await fresh.ask(`/?token=${fresh.token}`);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const cookie = first.headers['set-cookie']![0]!;
    expect(cookie).toMatch(/^clientele-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(cookie).not.toContain(fresh.token);
    expect((await fresh.ask('/', { headers: { Cookie: cookie.split(';')[0]! } })).body).toContain('<title>window');
    expect((await fresh.ask(`/?token=${fresh.token}`)).status).toBe(403);
    await fresh.stop();
  });

  it('has 32 random bytes', async () => {
    const other = await startTestHost();
    expect(Buffer.from(other.token, 'base64url')).toHaveLength(32);
    expect(other.token).not.toBe(test.token);
    await other.stop();
  });

  it.each(['', '?token=', '?token=wrong', `?token=${'A'.repeat(43)}`])('lets nobody in with "%s"', async (query) => {
    const fresh = await startTestHost();
    const reply = await fresh.ask(`/${query}`);
    expect(reply.status).toBe(403);
    expect(reply.headers['set-cookie']).toBeUndefined();
    // A wrong one does not use up the right one.
    expect((await fresh.ask(`/?token=${fresh.token}`)).status).toBe(303);
    await fresh.stop();
  });

  it('is no key to anything but the first page', async () => {
    const fresh = await startTestHost();
    expect((await fresh.ask(`/assets/main.js?token=${fresh.token}`)).status).toBe(403);
    expect((await fresh.ask(`/?token=${fresh.token}`, { method: 'HEAD' })).status).toBe(403);
    await fresh.stop();
  });
});

describe('a request', () => {
  it('without or with a wrong cookie is refused', async () => {
    const name = own.Cookie!.split('=')[0]!;
    for (const headers of [{}, { Cookie: `${name}=` }, { Cookie: `${name}=${'A'.repeat(43)}` }, { Cookie: name }]) {
      for (const path of ['/', '/assets/main.js', '/exports/a/report.html']) {
        expect((await test.ask(path, { headers })).status).toBe(403);
      }
    }
    expect((await test.ask('/upload?name=a', { method: 'POST', headers: { Origin: test.origin } })).status).toBe(403);
  });

  it('finds its cookie among others', async () => {
    expect((await test.ask('/', { headers: { Cookie: `a=b; ${own.Cookie}; c` } })).status).toBe(200);
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1'])('for host "%s" is refused', async (host) => {
    expect((await test.ask('/', { headers: { Cookie: own.Cookie!, Host: host } })).status).toBe(403);
  });

  it('for localhost is as good', async () => {
    const host = `localhost:${test.host.port}`;
    const reply = await test.ask('/', { headers: { Cookie: own.Cookie!, Host: host, Origin: `http://${host}` } });
    expect(reply.status).toBe(200);
    expect(reply.headers['content-security-policy']).toContain(`connect-src 'self' ws://${host};`);
  });

  it('from a foreign origin is refused', async () => {
    const port = test.host.port;
    const foreign = [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1:1',
      `http://localhost:${port}`,
    ];
    for (const Origin of foreign) {
      expect((await test.ask('/', { headers: { ...own, Origin } })).status).toBe(403);
      expect((await test.ask('/upload?name=a', { method: 'POST', headers: { ...own, Origin } })).status).toBe(403);
    }
    expect((await test.ask('/', { headers: { Cookie: own.Cookie! } })).status).toBe(200);
    expect((await test.ask('/upload', { method: 'POST', headers: { Cookie: own.Cookie! } })).status).toBe(403);
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('by %s is refused', async (method) => {
    const reply = await test.ask('/', { method, headers: own });
    expect(reply.status).toBe(405);
    expect(reply.headers.allow).toBe('GET, HEAD, POST');
  });

  it('by POST goes to uploads alone', async () => {
    for (const path of ['/', '/assets/main.js', '/exports/a/report.html', '/socket']) {
      expect((await test.ask(path, { method: 'POST', headers: own })).status).toBe(405);
    }
    expect((await test.ask('/upload', { headers: own })).status).toBe(405);
  });
});

describe('a path', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2E%2E/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/assets%5c..%5c..%5csecret.txt',
    '//secret.txt',
    '/etc/passwd',
    '/%2fetc/passwd',
    '//etc/passwd',
    'http://127.0.0.1/etc/passwd',
    '/%00',
    '/%ff',
    '/assets',
    '/exports/../secret.txt',
    '/exports/%2e%2e/secret.txt',
    '/exports/a/..%2f..%2fsecret.txt',
    '/exports/a/b/report.html',
  ])('%s leads nowhere', async (path) => {
    const reply = await test.ask(path, { headers: own });
    expect([400, 404]).toContain(reply.status);
    expect(reply.body).toBe('');
  });

  it('leads to what the window is made of', async () => {
    const script = await test.ask('/assets/main.js?v=1', { headers: own });
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['content-type']).toContain('text/javascript');
    expect(await test.ask('/assets/main.js', { method: 'HEAD', headers: own })).toMatchObject({
      status: 200,
      body: '',
    });
  });

  it('tells of a window that is not built', async () => {
    const bare = await startTestHost({ rendererFolder: `${test.folder}/none` });
    const reply = await bare.ask('/', { headers: await bare.enter() });
    expect(reply.status).toBe(200);
    expect(reply.body).toContain('has not been built yet');
    await bare.stop();
  });
});

describe('a WebSocket', () => {
  it('needs cookie, origin, host and its own path', async () => {
    const { Cookie, Origin } = own as { Cookie: string; Origin: string };
    await expect(test.open({ Origin })).rejects.toThrow('403');
    await expect(test.open({ Cookie })).rejects.toThrow('403');
    await expect(test.open({ Cookie, Origin: 'http://evil.example' })).rejects.toThrow('403');
    await expect(test.open({ Cookie, Origin: 'http://evil.example', Host: 'evil.example' })).rejects.toThrow('403');
    await expect(test.open({ Cookie, Origin }, '/other')).rejects.toThrow('404');
    const socket = await test.open({ Cookie, Origin });
    expect(socket.extensions).toBe('');
    socket.close();
  });

  it.each([
    ['no frame', Buffer.from('nonsense'), 1005],
    ['nothing', Buffer.alloc(0), 1005],
    ['a frame that is no message', Buffer.from(encodeFrame({ type: 'result', id: 1 })), 1005],
    [
      'a frame that ends too early',
      Buffer.from(encodeFrame({ type: 'request', id: 1, name: 'job.list' })).subarray(0, 20),
      1005,
    ],
    ['text', '{"type":"request"}', 1003],
    ['more than 64 MB', Buffer.alloc(64 * 1024 * 1024 + 1), 1009],
  ])('is closed after %s', async (_name, message, code) => {
    const socket = await test.open(own);
    socket.on('error', () => {}); // A connection that is cut while it still sends.
    const closed = once(socket, 'close');
    socket.send(message);
    expect((await closed)[0]).toBe(code);
    expect((await test.ask('/', { headers: own })).status).toBe(200);
  });
});

describe('every answer', () => {
  it('carries the policy and its companions, whatever its status', async () => {
    const replies = await Promise.all([
      test.ask('/', { headers: own }),
      test.ask('/assets/main.js', { headers: own }),
      test.ask('/?token=x', { headers: own }),
      test.ask('/'),
      test.ask('/none', { headers: own }),
      test.ask('/..', { headers: own }),
      test.ask('/', { headers: { Host: 'evil.example' } }),
      test.ask('/', { method: 'PUT', headers: own }),
      test.ask('/', { headers: { ...own, Expect: 'a pony' } }),
      test.ask('/upload?name=a.csv', { method: 'POST', headers: own, body: 'a' }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 303, 403, 404, 400, 403, 405, 417, 200]);
    for (const { headers } of replies) {
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
          `connect-src 'self' ws://127.0.0.1:${test.host.port}; ` +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('does so even where there is no request to answer', async () => {
    const host = `127.0.0.1:${test.host.port}`;
    const upgrade = `Host: ${host}\r\nOrigin: http://${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
    const answers = [
      ['nonsense\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\n\r\n', 403],
      [`GET /socket HTTP/1.1\r\n${upgrade}\r\n`, 403],
      [`GET /socket HTTP/1.1\r\n${upgrade}Cookie: ${own.Cookie}\r\n\r\n`, 400],
      [`POST /socket HTTP/1.1\r\n${upgrade}Cookie: ${own.Cookie}\r\n\r\n`, 405],
    ] as const;
    for (const [request, status] of answers) {
      const reply = await raw(request);
      expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(reply).toContain("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; ");
    }
  });
});
