export function Explore() {
  return <p>This page is being built.</p>;
}
