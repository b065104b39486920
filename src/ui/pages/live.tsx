export function Live() {
  return <p>This page is being built.</p>;
}
