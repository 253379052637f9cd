/** What the name of a column says about it: in English and Chinese, and usual names in other languages. */
import { orderRoles, type OrderRole } from '../../../shared/domain.ts';
import { currencyInName } from './currency-names.ts';

/** Consent is told by names and values together, see `findConsent`. */
type NamedRole = Exclude<OrderRole, 'consent'>;

/** Names without blanks and signs, in lower case; the earlier in a list, the surer. */
const names: Record<NamedRole, string> = {
  invoice:
    'invoiceno invoice invoicenumber invoiceid orderid orderno ordernumber order ordercode transactionid transactionno ' +
    'transactionnumber transaction receiptid receiptno receipt billid billno bill documentno basketid checkid ticketid ' +
    'ticketno salesid saleid purchaseid 订单号 订单编号 订单id 订单号码 主订单编号 订单 发票号 发票号码 发票编号 发票 交易号 交易编号 ' +
    '交易id 交易流水号 流水号 小票号 小票 账单号 账单编号 单据号 单据编号 销售单号 单号 ' +
    '订单流水号 交易单号 父订单编号 bestellnummer bestellnr bestellid auftragsnummer rechnungsnummer belegnummer bonnummer numerodecommande commande numerodefacture facture numerodepedido pedido numerodefactura factura numeroordine ordine 注文番号 注文id 受注番号',
  product:
    'stockcode sku skuid productid productcode productno productnumber productsku variantsku lineitemsku itemid itemcode ' +
    'itemno itemnumber itemsku articleid articleno articlenumber articlecode asin gtin ean upc barcode materialno ' +
    'materialnumber materialcode dishesid dishid product item article material 商品编码 商品编号 商品id 商品代码 商品号 商品货号 ' +
    '产品编码 产品编号 产品id 产品代码 产品号 货号 物料编码 物料编号 物料号 商品条码 条形码 条码 菜品id 菜品编号 商品sku sku编码 商品 产品 ' +
    '规格编码 artikelnummer artikelnr produktnummer produktid reference referenceproduit idproducto codigoproducto referencia codiceprodotto codicearticolo 商品コード 商品番号',
  description:
    'description productdescription productname producttitle itemdescription itemname lineitemname articlename ' +
    'articledescription materialdescription dishesname dishname title desc 商品名称 商品名 商品描述 商品标题 产品名称 产品名 产品描述 品名 ' +
    '物料名称 宝贝标题 宝贝名称 菜品名称 菜名 描述 标题 名称 ' +
    '全部商品名称 artikelbezeichnung artikelname produktname produktbezeichnung bezeichnung artikel produkt nomduproduit produit designation libelle nombredelproducto producto descripcion prodotto descrizione',
  quantity:
    'quantity qty quantityordered orderquantity orderqty itemquantity itemqty lineitemquantity salesquantity unitssold ' +
    'numberofitems noofitems numberofunits numberofcds itemcount units pieces counts count numitems volume 数量 商品数量 ' +
    '购买数量 订购数量 销售数量 购买件数 件数 份数 销量 购买量 ' +
    '宝贝总数量 quantitypurchased menge anzahl stuck stuckzahl quantite qte cantidad unidades quantita aantal 個数',
  date:
    'invoicedate invoicedatetime orderdate orderdatetime ordertime purchasedate purchasetime transactiondate ' +
    'transactiontime transactiondatetime saledate salesdate saletime placeordertime orderpurchasetimestamp orderedat ' +
    'createdat paidat date datetime timestamp eventtime time day 订单日期 下单日期 下单时间 订单时间 购买日期 购买时间 交易日期 交易时间 ' +
    '成交时间 成交日期 付款时间 付款日期 支付时间 支付日期 订单付款时间 订单创建时间 创建时间 发票日期 开票日期 消费日期 消费时间 销售日期 销售时间 日期 时间 ' +
    'bestelldatum auftragsdatum rechnungsdatum kaufdatum datum datedecommande datecommande datedefacture fechadepedido fechapedido fechadecompra fecha dataordine data 注文日 注文日時 受注日 購入日 日付',
  price:
    'unitprice price itemprice priceeach priceperunit productprice sellingprice saleprice salesprice lineitemprice ' +
    'unitcost retailprice 单价 商品单价 产品单价 销售单价 成交单价 价格 商品价格 售价 销售价 ' +
    '商品价 einzelpreis stuckpreis preis prixunitaire prix preciounitario precio prezzounitario prezzo 単価',
  amount:
    'amount linetotal totalprice totalamount lineamount netamount grossamount salesamount saleamount orderamount ' +
    'ordervalue ordertotal transactionamount transactionvalue purchaseamount dollarvalue amounts total totalsales sales ' +
    'revenue turnover subtotal spend spending payment paymentvalue totalspent value 金额 总金额 总价 小计 合计 销售额 销售金额 ' +
    '实付金额 实付款 支付金额 付款金额 成交金额 消费金额 订单金额 交易金额 应付金额 总额 消费额 ' +
    '买家实际支付金额 订单实付金额 实际支付金额 商品金额合计 实收金额 grandtotal lineitemtotal itemtotal betrag gesamtbetrag gesamtpreis summe umsatz nettobetrag bruttobetrag montant montanttotal totalttc prixtotal importe importetotal preciototal importo totale',
  customer:
    'customerid customerno customernumber customercode customeruniqueid customerkey custid custno custcode clientid ' +
    'clientno clientnumber clientcode memberid memberno membernumber membercode userid userno usercode buyerid shopperid ' +
    'consumerid accountid accountno accountnumber householdkey householdid visitorid customer client member user buyer ' +
    'shopper account uid 客户id 客户编号 客户号 客户代码 客户编码 客户标识 会员id 会员编号 会员号 会员卡号 会员编码 用户id 用户编号 用户号 用户标识 ' +
    '买家id 买家编号 顾客id 顾客编号 顾客号 消费者id 客户 会员 用户 顾客 买家 买家会员名 ' +
    '买家旺旺 旺旺 用户账号 会员账号 会员账户 kundennummer kundennr kundenid kunde numeroclient idclient client idcliente numerocliente cliente codicecliente 顧客番号 顧客id 会員番号 会員id',
  country:
    'country countryregion countryname countrycode customercountry shippingcountry billingcountry shipcountry ' +
    'salescountry nation market region territory 国家 国家地区 国家或地区 所在国家 地区 省份 区域 ' +
    'shipcountry land pays pais paese 国',
  status:
    'financialstatus paymentstatus orderstatus status orderstate paymentstate transactionstatus transactionstate ' +
    'invoicestatus salestatus salesstatus purchasestatus statusname orderstatusname currentstatus ' +
    '订单状态 支付状态 付款状态 交易状态 状态 bestellstatus auftragsstatus zahlungsstatus statut statutcommande estado ' +
    'estadopedido stato statoordine 注文状況 注文ステータス ステータス',
};

/** Weaker: the name contains it. A name that matches several of these counts for the first. */
const partial: readonly [OrderRole, RegExp][] = [
  [
    'date',
    /(order|invoice|purchase|transaction|sale|sold|paid|payment).*(date|time|timestamp)|(下单|订单|付款|支付|购买|交易|成交|消费).*(日期|时间)/,
  ],
  [
    'customer',
    /(customer|client|member|user|buyer|shopper).*(id|no|number|code|key)$|(客户|会员|用户|顾客|买家).*(id|编号|号|编码|代码)$/,
  ],
  [
    'invoice',
    /(invoice|order|transaction|receipt|basket).*(id|no|number|code)$|(订单|发票|交易|小票|单据).*(id|编号|号|编码)$/,
  ],
  ['description', /(product|item|article|sku|dish).*(name|title|desc)|(商品|产品|宝贝|菜品).*(名|标题|描述)/],
  [
    'product',
    /(product|item|article|sku|stock).*(id|no|number|code|sku)$|(商品|产品|物料|菜品).*(id|编号|号|编码|代码)$/,
  ],
  ['quantity', /quantity|qty$|^(number|no)of|数量|件数/],
  ['price', /unit.*price|price.*unit|单价/],
  ['amount', /(total|net|gross|line|paid|order|sales?).*(amount|price|value|sum)|amount$|金额$/],
  ['country', /country|国家/],
  ['status', /status$|状态$/],
];

/** The person behind an order, where nothing else says who bought: a person is asked. */
const behindOrder = /^(emp|employee|contact|person)(id|no)$/;

const personalNames = new Set(
  (
    'email emails emailaddress mail mailaddress phone phonenumber phoneno mobile mobilephone mobilenumber cell cellphone ' +
    'tel telephone telephonenumber fax firstname lastname fullname givenname familyname surname middlename forename ' +
    'customername clientname membername username buyername contactname recipient recipientname receiver receivername ' +
    'nickname address address1 address2 addressline1 addressline2 street streetaddress zip zipcode postcode postalcode ' +
    'birthdate birthday dateofbirth dob ip ipaddress ipaddr creditcard creditcardnumber cardnumber iban bankaccount ssn ' +
    'socialsecuritynumber passport passportno nationalid idcard idnumber wechat whatsapp ' +
    'vorname nachname familienname kundenname ansprechpartner telefon telefonnummer telefonnr handy handynummer mobil ' +
    'mobilnummer mobiltelefon emailadresse strasse straße hausnummer plz postleitzahl anschrift adresse lieferadresse ' +
    'rechnungsadresse geburtsdatum geburtstag kontonummer steuernummer ausweisnummer prenom nomdefamille nomcomplet ' +
    'nomduclient courriel adressemail adresseemail portable numerodetelephone rue codepostal datedenaissance ' +
    'apellido apellidos nombrecompleto nombrecliente nombredelcliente correo correoelectronico telefono movil celular ' +
    'direccion calle codigopostal fechadenacimiento fechanacimiento dni nif curp rfc cognome indirizzo codicefiscale ' +
    'cellulare sobrenome endereco cpf cep nino nationalinsurancenumber taxid billtoname shiptoname ' +
    '邮箱 电子邮箱 邮件 电子邮件 邮箱地址 手机 手机号 手机号码 电话 电话号码 联系电话 联系手机 联系方式 姓名 客户姓名 客户名称 客户名 会员姓名 ' +
    '用户姓名 用户名 用户名称 买家姓名 买家昵称 昵称 收货人 收货人姓名 收件人 联系人 联系人姓名 真实姓名 地址 收货地址 收件地址 详细地址 联系地址 ' +
    '家庭住址 住址 提货人 提货人姓名 收货人手机号 提货人手机号 买家手机号 买家手机 收货人电话 买家邮箱 证件号 证件号码 护照号 身份证 身份证号 身份证号码 银行卡 银行卡号 卡号 信用卡号 ip地址 微信 微信号 qq qq号 生日 出生日期 邮编 支付宝账号 买家支付宝账号'
  ).split(' '),
);
const personalPart =
  /email|(?<!smart|head|micro|i|saxo)phone(?!s|model|brand|case|type)|telefon|mobile(no|num)|(first|last|full|sur|given|family|billing|shipping|recipient)name|(street|home|billing|shipping|delivery|mailing|customer|ship|bill|ip)(to)?address|(billing|shipping|recipient|receiver)(street|zip|postcode|postalcode)|^address\d*(billing|shipping)$|(?<!region|area)(postcode|postalcode|zipcode)|creditcard|cardnum|(?<!year|yearof|month|monthof|rate|weight|place)birth(?!year|month|rate|weight)|passport|^(收货人|收件人|提货人){2}$|邮箱|手机|电话|姓名|身份证|银行卡|(收货|收件|详细|家庭|联系)地址/;

const exact = new Map<string, { role: OrderRole; strength: number }>();
for (const role of orderRoles) {
  if (role === 'consent') continue;
  names[role].split(' ').forEach((name, i) => {
    if (!exact.has(name)) exact.set(name, { role, strength: 1 - 0.002 * i });
  });
}

/** Traditional characters in names of columns, with the simplified ones. */
const traditional = '訂單編號數稱額價總計會員買貨顧戶國實際電話郵機證產時間發標題';
const simplified = '订单编号数称额价总计会员买货顾户国实际电话邮机证产时间发标题';

/** Lower case, without blanks, brackets, signs and accents, in simplified characters: `Customer ID` becomes `customerid`. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/\p{Script=Han}/gu, (sign) => simplified[traditional.indexOf(sign)] ?? sign);
}

/** Whether a name calls its column a number of something: `id`, `Kundennr`, 编号. */
export function namesNumber(name: string): boolean {
  return /(id|no|nr|num|number|code|key|编号|编码|代码|号|码)$/.test(plainName(name));
}

/** Whether a column is called after things and places that are often named like people. */
export function namesThings(name: string): boolean {
  return /brand|vendor|supplier|manufacturer|author|artist|store|shop|city|town|county|state|province|region|campaign|segment|categor|product|item|title|marke|hersteller|stadt|kategorie|ville|marque|ciudad|marca|品牌|店|城市|省|地区|商品|产品|类目|品类|厂/.test(
    plainName(name),
  );
}

/** The role that a column's name speaks for; strength 0.85 to 1 for a usual name, 0.6 or less for a similar one. */
export function roleOfName(name: string): { role: OrderRole | 'personal'; strength: number } | null {
  const plain = plainName(currencyInName(name)?.rest ?? name);
  if (plain === '') return null;
  if (personalNames.has(plain)) return { role: 'personal', strength: 1 };
  const known = exact.get(plain);
  if (known) return known;
  if (personalPart.test(plain)) return { role: 'personal', strength: 0.9 };
  for (const [role, pattern] of partial) if (pattern.test(plain)) return { role, strength: 0.6 };
  return behindOrder.test(plain) ? { role: 'customer', strength: 0.4 } : null;
}
