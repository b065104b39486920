export function Compare() {
  return <p>This page is being built.</p>;
}
