/** The pages of the list of customers, and what they say of the whole of it. */
import type { CustomerPage, CustomerRow } from '../../../shared/customers.ts';
import { ListPages } from '../../ui/list-pages.svelte.ts';

export class CustomerPages extends ListPages<CustomerRow, CustomerPage> {
  /** Ids of the features shown. */
  columns = $state.raw<readonly string[]>([]);
  /** Share of everybody's money. */
  revenueShare = $state(1);
  /** Whether ids look personal. */
  personal = $state(false);
  /** Characters of the longest id that has come; it only grows, so that the table does not jump while it scrolls. */
  longestId = $state(0);

  override forget(): void {
    super.forget();
    this.longestId = 0;
    this.personal = false;
  }

  protected override took(page: CustomerPage): void {
    super.took(page);
    const { columns, revenueShare, personal, rows } = page;
    this.columns = columns;
    this.revenueShare = revenueShare;
    this.personal ||= personal;
    this.longestId = rows.reduce((longest, { customer }) => Math.max(longest, customer.length), this.longestId);
  }
}
