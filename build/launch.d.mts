type Environment = Record<string, string | undefined>;

export function electronBinary(packageFolder: string, environment: Environment, platform: string): string | null;
export function chooseHost(question: {
  args: readonly string[];
  binary: string | null;
  environment: Environment;
  platform: string;
}): { host: 'desktop' | 'browser'; why: string | null };
export function runElectron(
  binary: string,
  args: readonly string[],
  environment: Environment,
  options?: { early?: number },
): Promise<{ ran: true; status: number } | { ran: false; why: string }>;
