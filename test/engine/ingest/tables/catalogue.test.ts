/** Lists of products beside files that name products: recognised, read, joined on the product, with their pictures. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles, type ImportedFiles } from '../../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../../electron/engine/ingest/inspect-file.ts';
import { levelText } from '../../../../shared/catalogue.ts';
import type { FileReading } from '../../../../shared/domain.ts';
import { failure, fileOf, quiet } from '../import-text.ts';

const asFound: FileReading = { columns: {}, exclude: [] };

function load(
  texts: readonly string[],
  options: { readings?: Partial<FileReading>[]; images?: string[] } = {},
): Promise<ImportedFiles> {
  const paths = texts.map((text, i) => fileOf(text, `list ${i}.csv`));
  const readings = paths.map((_, i) => ({ ...asFound, ...options.readings?.[i] }));
  return importFiles(paths, readings, quiet, { images: options.images });
}

const orders = [
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID',
  '1,01A,tent grn,1,2024-01-01,45,7',
  '1,2B,lamp,1,2024-01-01,12,7',
  '1,POST,postage,1,2024-01-01,3,7',
  '2,3C,mug,2,2024-02-01,4,8',
  '3,2B,lamp,1,2024-02-02,11,9',
].join('\n');
const list = [
  'SKU,name,category,brand,price,compare at price,description,image',
  '1A,Green Tent,Outdoor > Camping,Nord,45.00,50.00,Sleeps two. Call +44 161 496 0123,tent.jpg',
  '2B,Desk Lamp,Home > Light,Lux,11.00,12.50,Bright,lamp.png',
  '9Z,Chair,Home > Seats,Nord,80.00,,Oak,',
].join('\n');

/** What is known of a product of the orders. */
function factsOf({ orders: { dictionaries, catalogue } }: ImportedFiles, code: string): unknown[] {
  const product = dictionaries.products.findIndex((one) => one.code === code);
  const item = catalogue!.itemOf[product]!;
  const { category, brand, listPrice } = catalogue!;
  return [dictionaries.products[product]!.name, levelText(category, item), levelText(brand, item), listPrice[item]];
}

describe('a list of products', () => {
  it.each([
    ['SKU,name,category,price\n1,Tent,Camping,45\n2,Lamp,Light,12\n', ['product', 'description', 'category', 'price']],
    [
      'id,gender,masterCategory,articleType,productDisplayName\n7,Men,Apparel,Shirts,Blue shirt\n8,Men,Apparel,Jeans,Blue jeans\n',
      ['product', 'ignored', 'category', 'ignored', 'description'],
    ],
    [
      'Handle,Title,Body (HTML),Vendor,Type,Variant SKU,Variant Price,Image Src\na,Tent,<p>,Acme,Tents,T1,4,http://x.y/a.jpg\nb,Mug,<p>,Bold,Mugs,M1,3,http://x.y/b.jpg?v=1\n',
      ['ignored', 'description', 'details', 'brand', 'category', 'product', 'price', 'image'],
    ],
    [
      '商品编号,商品名称,类目,品牌,原价,售价,主图\nA1,帐篷,户外,北方,399,299,a.jpg\nA2,台灯,家居,宜光,99,89,b.jpg\n',
      ['product', 'description', 'category', 'brand', 'price', 'ignored', 'image'],
    ],
  ])('is known by its columns: %#', async (text, roles) => {
    const { kind, columns } = await inspectFile(fileOf(text));
    expect(kind).toBe('catalogue');
    expect(columns.map(({ role }) => role)).toEqual(roles);
  });

  it.each([
    'customer_id,name,category,price_plan\n1,Ann Smith,gold,a\n2,Bo Miller,silver,b\n',
    'sku,quantity,order_date,customer,price\nA,1,2024-01-01,x,5\nB,2,2024-01-02,y,6\n',
  ])('is not seen in files of customers and orders: %#', async (text) => {
    expect((await inspectFile(fileOf(text))).kind).not.toBe('catalogue');
  });

  it('is joined to the products of the orders, which are called what it calls them', async () => {
    const imported = await load([orders, list]);
    expect(factsOf(imported, '01A')).toEqual(['Green Tent', 'Outdoor > Camping', 'Nord', 50]);
    expect(factsOf(imported, '2B')).toEqual(['Desk Lamp', 'Home > Light', 'Lux', 12.5]);
    expect(factsOf(imported, '3C')).toEqual(['mug', '', '', undefined]);
    // Postage is no product that a list would have.
    expect(imported.files[1]).toMatchObject({
      kind: 'catalogue',
      catalogue: { items: 3, namedBy: 'orders', of: 3, matched: 2, images: { named: 2, found: 0 } },
    });
    expect(imported.files[1]!.match).toBeUndefined();
    expect(imported.catalogueTexts!.codes).toEqual(['1A', '2B', '9Z']);
    expect(imported.catalogueTexts!.details).toEqual(['Sleeps two. Call', 'Bright', 'Oak']);
  });

  it('changes nothing of customers and lines, wherever it stands among the files', async () => {
    const [alone, first] = [await load([orders]), await load([list, orders])];
    expect(first.orders.lines).toEqual(alone.orders.lines);
    expect(first.orders.dictionaries.customers).toEqual(alone.orders.dictionaries.customers);
    expect(first.files.map(({ kind }) => kind)).toEqual(['catalogue', 'orders']);
  });

  it('says what a product is by its last line, and by the later of two lists', async () => {
    const again = 'sku,name,category,price\n2B,Old lamp,Light,9\n2B,New lamp,Bulbs,8\n3C,Mug,Kitchen,4\n';
    const imported = await load([orders, list, again]);
    expect(factsOf(imported, '2B')).toEqual(['New lamp', 'Bulbs', '', 8]);
    expect(factsOf(imported, '01A')).toEqual(['Green Tent', 'Outdoor > Camping', 'Nord', 50]);
    expect(imported.catalogueTexts!.codes).toEqual(['1A', '9Z', '2B', '3C']);
    expect(imported.files.map(({ catalogue }) => catalogue?.matched)).toEqual([undefined, 2, 2]);
  });

  it('finds products by name where orders have no numbers of them', async () => {
    const named = orders
      .split('\n')
      .map((line) => line.split(',').toSpliced(1, 1).join(','))
      .join('\n')
      .replace('tent grn', 'green tent')
      .replaceAll('lamp', 'Desk Lamp');
    const imported = await load([named, list]);
    expect(factsOf(imported, 'Desk Lamp')).toEqual(['Desk Lamp', 'Home > Light', 'Lux', 12.5]);
    expect(imported.files[1]!.catalogue).toMatchObject({ of: 3, matched: 2 });
  });

  it('gives visits their categories, and counts the products that these name', async () => {
    const visits =
      'customer,event,product,time\na,view,1A,2024-05-01 10:00\na,view,2B,2024-05-01 10:01\nb,view,9Z,2024-05-02 11:00\nb,view,XX,2024-05-02 11:00\n';
    const imported = await load([visits, list]);
    const column = imported.orders.table!.columns.find(({ id }) => id === 'browsing:distinctCategories');
    expect(column).toMatchObject({ values: Float64Array.of(2, 1) });
    expect(imported.files[1]!.catalogue).toMatchObject({ namedBy: 'events', of: 4, matched: 3 });
  });

  it('is refused without a file that names customers, and says so where no file names products', async () => {
    expect(await failure(load([list, list]))).toMatchObject({ details: { reason: 'no_customers_in_file' } });
    const imported = await load(['user_id,age\n1,30\n2,40\n', list]);
    expect(imported.files[1]!.catalogue).toMatchObject({ namedBy: null, of: 0, matched: 0 });
  });

  it('is read whole beside a sample of customers', async () => {
    const sample = { share: 0.5, seed: 1 };
    const imported = await load([orders, list], { readings: [{ sample }, { sample }] });
    expect(imported.files[1]).toMatchObject({ lines: 3, catalogue: { items: 3 } });
    expect(imported.files[1]!.sample).toBeUndefined();
  });
});

describe('pictures of products', () => {
  const write = (path: string): string => {
    const [place] = [join(dirname(fileOf('')), path)];
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, '');
    return place;
  };

  it('are found beside the list, by name among those given along, and by the number of the product', async () => {
    write('beside/a.jpg');
    const given = [write('elsewhere/B.PNG'), write('elsewhere/deep/4d.jpeg'), write('elsewhere/readme.txt')];
    const products =
      'sku,name,category,image\n1,A,x,beside\\a.jpg\n2,B,x,https://shop.example/p/b.png?w=300\n3,C,x,c.jpg\n4D,D,x,\n5,E,x,../../etc/x.jpg\n';
    const imported = await load([orders, products], { images: [dirname(given[0]!)] });
    expect(imported.files[1]!.catalogue!.images).toEqual({ named: 5, found: 3 });
    const { images, imageFound } = imported.catalogueTexts!;
    expect(images).toEqual(['beside/a.jpg', 'elsewhere/B.PNG', 'c.jpg', 'elsewhere/deep/4d.jpeg', '../../etc/x.jpg']);
    expect([...imageFound]).toEqual([1, 1, 0, 1, 0]);
  });

  it('are not spoken of where there are none', async () => {
    const imported = await load([orders, 'sku,name,category\n2B,Lamp,Light\n3C,Mug,Kitchen\n']);
    expect(imported.files[1]!.catalogue).toEqual({ items: 2, namedBy: 'orders', of: 3, matched: 2 });
  });
});
