import { describe, expect, it } from 'vitest';
import {
  behaviourCatalogue,
  behaviourTreatment,
  behaviourUnit,
  isForReading,
} from '../../../electron/engine/features/behaviour-catalogue.ts';

describe('treatment of behaviour', () => {
  it('takes the logarithm of counts, leaves shares, and scales neither pages nor other groups', () => {
    expect(behaviourTreatment('browsing:sessions')).toMatchObject({ transform: 'log1p', scale: 'standard' });
    expect(behaviourTreatment('browsing:viewToCart')).toMatchObject({ transform: 'none', scale: 'standard' });
    expect(behaviourTreatment('browsing:daysSinceLastVisit').transform).toBe('sqrt');
    expect(behaviourTreatment('social:pageRank').transform).toBe('log1p');
    for (const id of ['browsing:page=Help', 'browsing:device=phone', 'social:community=2', 'social:wasReferred']) {
      expect(behaviourTreatment(id), id).toEqual({
        missing: 'zero',
        winsorise: null,
        transform: 'none',
        scale: 'none',
      });
      expect(behaviourUnit(id)).toBe('share');
    }
  });

  it('is a copy of its own, known for every column and for no other id', () => {
    behaviourTreatment('browsing:events').transform = 'none';
    expect(behaviourTreatment('browsing:events').transform).toBe('log1p');
    for (const { id, family } of behaviourCatalogue) {
      expect(id.startsWith(`${family}:`), id).toBe(true);
      expect(behaviourTreatment(id).missing).toMatch(/median|zero/);
    }
    expect(() => behaviourTreatment('frequency')).toThrow(RangeError);
    expect(isForReading('browsing:hourSin')).toBe(true);
    expect(isForReading('browsing:page=Help')).toBe(false);
  });
});
