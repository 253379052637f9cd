import { describe, expect, it } from 'vitest';
import { ingestText, type IngestText } from '../../../shared/language/ingest.ts';

const details = {
  file: 'orders.csv',
  part: 'Year 1',
  parts: ['Sheet 1', 'Sheet 2'],
  line: 1234,
  column: 'Price',
  shape: '99a',
  role: 'date',
  kind: 'excel',
  cause: 'bad_number',
  encoding: 'x',
  rejected: 1234567,
  records: 2000000,
  lines: 1234567,
};

describe.each(['en', 'zh-CN'] as const)('ingestText %s', (language) => {
  const groups = Object.entries(ingestText[language]) as [keyof IngestText, Record<string, (d: object) => string>][];

  it('has one line for everything, with and without details', () => {
    for (const [group, texts] of groups) {
      for (const [key, sentence] of Object.entries(texts)) {
        for (const given of [details, {}]) {
          const text = sentence(given);
          expect(text, `${group}.${key}`).toMatch(/^\S[^\n{}]*\S$/);
          if (given === details) expect(text).not.toMatch(/undefined|null|NaN/);
        }
      }
    }
  });

  it('says where and what to do', () => {
    const { errors, rejections } = ingestText[language];
    for (const [reason, sentence] of Object.entries(errors)) {
      const text = sentence(details);
      if (!/^(no_files|unknown_|out_of_memory)/.test(reason)) expect(text, reason).toContain('orders.csv');
      expect(text.split(/(?<=\.)\s(?=[A-Z])|。/).filter(Boolean).length, reason).toBeGreaterThan(1);
    }
    expect(errors.unclosed_quote(details)).toContain('1234');
    expect(rejections.bad_date(details)).toMatch(/1234.*Price.*99a/);
    expect(errors.binary_file({ ...details, kind: 'pdf' })).toContain('PDF');
    expect(errors.damaged_container(details)).toMatch(/orders\.csv › Year 1.*Excel/);
    expect(errors.no_such_part(details)).toMatch(/Year 1.*Sheet 1.*Sheet 2/);
  });
});

it('ingestText has the same keys in every language', () => {
  for (const group of ['errors', 'rejections', 'cleaning', 'roles'] as const) {
    expect(Object.keys(ingestText['zh-CN'][group])).toEqual(Object.keys(ingestText.en[group]));
  }
});

it('Chinese sentences keep the house style', () => {
  for (const texts of Object.values(ingestText['zh-CN']) as Record<string, (d: object) => string>[]) {
    for (const sentence of Object.values(texts)) {
      const text = sentence(details);
      expect(text).not.toMatch(/您|[\p{Script=Han}][A-Za-z0-9]|[A-Za-z0-9][\p{Script=Han}]|[\p{Script=Han}][,.;:!?]/u);
    }
  }
});
