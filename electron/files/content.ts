/** What the window's files and a person's exports are served as: kinds of content, policies, headers. Any host's wire. */
import { readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The kind of content of a file, by the end of its name. */
export function contentType(path: string): string {
  return contentTypes[extname(path)] ?? 'application/octet-stream';
}

/** A report brings its styles along and needs nothing else; it runs and sends nothing, whatever may be in it. */
export const reportPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** What every answer carries. `connections` are the sources, besides its own, that the window may talk to. */
export function securityHeaders(...connections: string[]): Record<string, string> {
  return {
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
      `connect-src ${["'self'", ...connections].join(' ')}; ` +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}

/** The headers of an exported file: a report is a page, everything else is for keeping. */
export function exportHeaders(name: string): Record<string, string> {
  return name.endsWith('.html')
    ? { 'Content-Security-Policy': reportPolicy }
    : { 'Content-Disposition': `attachment; filename="${name}"` };
}

/** The path of a file of the window: one of those that are there, so that no address can lead out of their folder. */
export function windowFile(folder: string, path: string): string | null {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const file = files.find((name) => `/${name.replaceAll(sep, '/')}` === path);
    return file === undefined ? null : join(folder, file);
  } catch {
    return null; // Not built.
  }
}
