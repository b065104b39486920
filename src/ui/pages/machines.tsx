export function Machines() {
  return <p>This page is being built.</p>;
}
