/** What the words in a column of order statuses say: whether an order was a sale, came to nothing, or was given back. */
import type { ColumnProfile } from '../../../shared/domain.ts';
import { LineFlag } from '../../../shared/orders.ts';
import { isMissing } from './column-values.ts';
import { redactPersonal } from './personal.ts';
import { emptyProfile } from './profile-columns.ts';

/** `open`: not paid yet; `ended`: cancelled, failed, declined. Neither is a sale. */
export type OrderStatus = 'sale' | 'open' | 'ended' | 'refunded';

/** Words without blanks and signs; the first list that has a status decides. */
const words: readonly [OrderStatus, string][] = [
  [
    'sale',
    'paid partiallypaid partiallyrefunded partialrefund partlyrefunded captured succeeded success successful complete ' +
      'completed done finished fulfilled partiallyfulfilled unfulfilled unshipped processing processed confirmed approved ' +
      'accepted invoiced shipped shipping intransit outfordelivery partiallyshipped delivered received settled active ' +
      'readytoship readyforpickup pickedup valid ok bezahlt versandt abgeschlossen geliefert paye livree expediee pagado ' +
      'enviado entregado completado ' +
      '交易成功 交易完成 已完成 完成 成功 已付款 已支付 支付成功 付款成功 已发货 待发货 卖家已发货 卖家已发货等待买家确认 买家已付款 买家已付款等待卖家发货 等待卖家发货 ' +
      '等待发货 等待买家确认收货 待收货 已收货 已签收 已送达 待评价 已评价 部分退款 部分发货 退款关闭 订单未关闭',
  ],
  [
    'open',
    'pending pendingpayment paymentpending awaitingpayment unpaid notpaid onhold checkoutdraft draft authorized authorised ' +
      'requirespaymentmethod requiresaction requiresconfirmation paymentdue overdue incomplete uncaptured open offen ' +
      'unbezahlt enattente pendiente ' +
      '待付款 未付款 待支付 未支付 等待买家付款 等待付款 等待支付 待确认付款 挂单',
  ],
  [
    'ended',
    'cancelled canceled cancel cancellation failed failure voided void declined rejected expired abandoned fraud ' +
      'unavailable blocked paymentfailed paymentcancelled trash deleted terminated invalid storniert abgebrochen annule ' +
      'annulee cancelado cancelada anulado fallido ' +
      '交易关闭 已关闭 关闭 已取消 取消 交易取消 订单取消 订单关闭 交易失败 支付失败 付款失败 失败 已失效 已作废 作废 拒收',
  ],
  [
    'refunded',
    'refunded fullyrefunded refund return returned chargeback chargedback reversed erstattet retourniert rembourse ' +
      'reembolsado devuelto 已退款 退款成功 退款完成 全额退款 已全额退款 已退货 退货 退货成功 退货退款',
  ],
];
const meanings = new Map(words.flatMap(([status, list]) => list.split(' ').map((word) => [word, status] as const)));

/** `Partially refunded` becomes `partiallyrefunded`; a prefix such as `wc-` of WooCommerce is none of it. */
function plainStatus(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/^wc-/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The meaning of one status; null for a word that is not known, which counts as a sale. */
export function statusOf(text: string): OrderStatus | null {
  return meanings.get(plainStatus(text)) ?? null;
}

/** Share of the given cells that are words for the status of an order. */
export function statusShare(cells: readonly string[]): number {
  const given = cells.filter((cell) => cell !== '');
  return given.length === 0 ? 0 : given.filter((cell) => statusOf(cell) !== null).length / given.length;
}

/** The `LineFlag` bits of a line with this status. */
export function flagsOfStatus(text: string): number {
  const status = statusOf(text);
  if (status === 'open' || status === 'ended') return LineFlag.notCompleted;
  return status === 'refunded' ? LineFlag.creditNote : 0;
}

/** Different statuses of a file, each judged once, and how many lines have each. */
export class StatusCounts {
  readonly #texts: string[] = [];
  readonly #flags: number[] = [];
  readonly #counts: number[] = [];
  /** Lines that have no status. */
  missing = 0;

  /**
   * Counts a line. @param number that of its status: a known one, or the next after all known ones.
   * @param text asked for only when the status is new.
   * @returns its flags; null where the cell says nothing.
   */
  add(number: number, text: () => string): number | null {
    if (number === this.#texts.length) {
      const status = text().trim();
      this.#texts.push(status);
      this.#flags.push(isMissing(status) ? -1 : flagsOfStatus(status));
      this.#counts.push(0);
    }
    this.#counts[number]!++;
    const flags = this.#flags[number]!;
    if (flags >= 0) return flags;
    this.missing++;
    return null;
  }

  /** The five commonest statuses with their lines. */
  profile(): ColumnProfile {
    const lines = this.#counts.reduce((sum, count) => sum + count, 0);
    const given = this.#texts
      .map((text, i) => ({ text, count: this.#counts[i]!, isGiven: this.#flags[i]! >= 0 }))
      .filter(({ isGiven }) => isGiven);
    if (given.length === 0) return emptyProfile(lines);
    const most = given.toSorted((a, b) => b.count - a.count).slice(0, 5);
    return {
      ...emptyProfile(lines),
      type: 'text',
      missing: this.missing,
      distinct: given.length,
      bars: most.map(({ count }) => count),
      examples: most.map(({ text }) => redactPersonal(text)),
    };
  }
}
