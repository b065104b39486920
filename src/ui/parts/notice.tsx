import { Component, type ComponentChildren } from 'preact';
import type { Refusal } from '../worker/messages.js';
import { refusalOf } from '../worker/refusal.js';

/** Something that did not go as somebody wanted: what happened, and what to do. */
export function Refused({ refusal, children }: { readonly refusal: Refusal; readonly children?: ComponentChildren }) {
  return (
    <div class="notice fail" role="alert">
      <p>
        <strong>{refusal.code}</strong> {refusal.message}
      </p>
      <p>{refusal.mend}</p>
      {children}
    </div>
  );
}

interface GuardState {
  readonly refusal?: Refusal;
}

/** Keeps the rest of the page when a part of it fails, and says why. */
export class Guard extends Component<{ readonly children: ComponentChildren }, GuardState> {
  override state: GuardState = {};

  static override getDerivedStateFromError(error: unknown): GuardState {
    return { refusal: refusalOf(error) };
  }

  override render() {
    const { refusal } = this.state;
    return refusal === undefined ? this.props.children : <Refused refusal={refusal} />;
  }
}
