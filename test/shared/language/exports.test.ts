import { expect, it } from 'vitest';
import { languages } from '../../../shared/domain.ts';
import { exportSources, exportsText } from '../../../shared/language/exports.ts';

it('every source has two to four steps in every language, each a sentence', () => {
  for (const language of languages) {
    const { guides } = exportsText[language];
    expect(Object.keys(guides)).toEqual([...exportSources]);
    for (const { name, steps } of Object.values(guides)) {
      expect(name).not.toBe('');
      expect(steps.length).toBeGreaterThanOrEqual(2);
      expect(steps.length).toBeLessThanOrEqual(4);
      for (const step of steps) expect(step).toMatch(language === 'en' ? /^[A-Z].*\.$/ : /。$/);
    }
  }
});
