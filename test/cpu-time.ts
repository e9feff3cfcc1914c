/**
 * Begins to count CPU time of this process, so that a busy machine proves nothing; the answer tells how many
 * milliseconds it has been.
 */
export function countCpu(): () => number {
  const from = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  };
}
