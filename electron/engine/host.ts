/**
 * What only a host can do for the engine. A member is there where its host has it: a loopback host and a command line
 * have none, and the engine does without.
 */
import type { HostAbilities } from '../../shared/contract.ts';
import type { JobKind, JobStatus } from '../../shared/domain.ts';
import type { SystemKeyStore } from './workspace/system-key.ts';

export interface JobEnding {
  kind: JobKind;
  status: JobStatus;
  /** How long it ran. */
  seconds: number;
}

export interface EngineHost {
  /** The system's key store (Keychain, DPAPI, libsecret), where it really protects. */
  keyStore?: SystemKeyStore;
  /** Prints a report to PDF; resolves to the file's bytes. */
  print?: (html: string) => Promise<Uint8Array>;
  /** Asks the person where a file of this suggested name shall go; null when they think better of it. */
  chooseSavePath?: (name: string) => Promise<string | null>;
  /** Shows a file in the system's file manager. */
  reveal?: (path: string) => Promise<void>;
  /** Hears of each job that ends, to tell a person who looks elsewhere. */
  jobEnded?: (ending: JobEnding) => void;
}

/** What a window may offer with this host. */
export function abilitiesOf(host: EngineHost): HostAbilities {
  return {
    print: host.print !== undefined && host.chooseSavePath !== undefined,
    saveDialog: host.chooseSavePath !== undefined,
    reveal: host.reveal !== undefined,
    systemKeys: host.keyStore !== undefined,
  };
}
