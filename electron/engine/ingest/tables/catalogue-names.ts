/** Names that columns of product lists have, the surest first: those of usual shop systems, and of other languages. */
import { plainName } from '../column-names.ts';
import { isPictureName } from '../../../../shared/picture-files.ts';

/** `list` is a price before reductions, `price` what is asked for now. */
export type CatalogueName = 'product' | 'description' | 'category' | 'brand' | 'list' | 'price' | 'details' | 'image';

const names: Readonly<Record<CatalogueName, string>> = {
  product:
    'sku variantsku productsku stockcode productid productcode productno itemid itemcode itemno articleid articleno ' +
    'articlenumber asin gtin ean barcode handle productkey id 商品编码 商品编号 商品id 商品代码 产品编码 产品编号 产品id 货号 sku编码 ' +
    'artikelnummer artikelnr codigoproducto codiceprodotto',
  description:
    'productname producttitle productdisplayname prodname itemname itemtitle articlename displayname name title ' +
    'productdescription description 商品名称 商品名 商品标题 产品名称 产品名 品名 宝贝标题 名称 标题 artikelname artikelbezeichnung ' +
    'produktname bezeichnung nomduproduit libelle nombredelproducto nombre nomeprodotto',
  category:
    'category categories categoryname productcategory productcategoryname maincategory mastercategory itemcategory ' +
    'producttype productgroup productgroupname department departmentname producttypename commodity commoditydesc type ' +
    'categoryid itemcategoryid subcategory aisle articletype 类目 品类 商品类目 商品分类 商品类别 一级类目 分类 类别 类目id kategorie ' +
    'warengruppe categorie categoria',
  brand:
    'brand brandname brands vendor manufacturer make maker label 品牌 品牌名称 生产商 制造商 厂商 店名 marke hersteller marque marca',
  list:
    'listprice compareatprice variantcompareatprice regularprice originalprice msrp rrp fullprice usualprice ' +
    'recommendedretailprice retailprice standardprice 原价 市场价 吊牌价 划线价 标价 建议零售价 uvp listenpreis prixconseille',
  price:
    'price unitprice variantprice sellingprice saleprice currentprice productprice itemprice actualprice 价格 售价 单价 商品价格 ' +
    '销售价 现价 preis prix precio prezzo',
  details:
    'longdescription details detaildesc detaileddescription bodyhtml body content productdescription description ' +
    'shortdescription about 商品描述 产品描述 详细描述 商品详情 描述 详情 简介 beschreibung',
  image:
    'image images imagefile imagefilename imagename imagepath imageurl imagelink imagesrc mainimage primaryimage picture ' +
    'pictureurl pictures photo photourl photos img imgurl thumbnail 图片 主图 商品图片 图片地址 图片链接 图片路径 bild bildurl foto immagine',
};

const ranks = Object.fromEntries(
  Object.entries(names).map(([role, list]) => [role, new Map(list.split(' ').map((name, rank) => [name, rank]))]),
) as Record<CatalogueName, Map<string, number>>;

/** How early a name stands among the usual ones of a role, from 0 on; null where it is none of them. */
export function catalogueRank(role: CatalogueName, name: string): number | null {
  return ranks[role].get(plainName(name)) ?? null;
}

/** Names that only a list of products has: a column of one of these says more than one called `id` or `name`. */
const telling: readonly CatalogueName[] = ['category', 'brand', 'list', 'price', 'image'];

/** How many different things of a product the columns' names speak of, besides its number and name. */
export function tellingNames(columnNames: readonly string[]): number {
  return telling.filter((role) =>
    columnNames.some((name) => catalogueRank(role, name) !== null && !/^(type|label)$/.test(plainName(name))),
  ).length;
}

/** Whether cells name pictures: files, or addresses that end in one. */
export function namesPictures(cells: readonly string[]): boolean {
  const given = cells.filter((cell) => cell !== '');
  return (
    given.length > 0 && given.filter((cell) => isPictureName(cell.split(/[?#]/, 1)[0]!)).length >= 0.8 * given.length
  );
}
