#!/usr/bin/env bash
# MaxMind's readers for Java and for Node.js, asked for IPv6 addresses in databases of IPv4 alone, as ip-location-db publishes them.
#
# Guess:   such a file says nothing of an IPv6 address: it ends in an error, as its tree has but 32 levels, or in no record.
# Version: com.maxmind.db:maxmind-db 4.1.0 (Java 17), npm mmdb-lib 3.0.3, npm @ip-location-db/geo-whois-asn-country-mmdb
#          2.3.2026061719.
# Seen:    both follow the first 32 bits of the IPv6 address down the tree, and answer with the record that they happen to lead to:
#          that of the IPv4 address with the same first bytes, which belongs to somebody else. No error, no flag. 2a02:908::1, of a
#          German provider, is told to be in Hong Kong, as 42.2.9.8 is; the file for IPv6 beside it says DE.
# Output:  maxmind-db: 2a02:908::1 by ipv4 file HK, 42.2.9.8 by ipv4 file HK, 2a02:908::1 by ipv6 file DE
#          mmdb-lib: 2a02:908::1 by ipv4 file HK, 42.2.9.8 by ipv4 file HK, 2a02:908::1 by ipv6 file DE
# Date:    2026-11-30
# Why it matters: whoever configures the smaller file, or only the first of a pair, gets a country, and in city files a point on
#          the map, for each IPv6 client, that is plainly wrong and looks right. A pipeline has to ask the file's ip_version before it
#          looks an address up.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.maxmind.db</groupId><artifactId>maxmind-db</artifactId><version>4.1.0</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory=lib >maven.log
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund mmdb-lib@3.0.3 @ip-location-db/geo-whois-asn-country-mmdb@2.3.2026061719 >npm.log
files=node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country

cat >Look.java <<'JAVA'
import java.io.File;
import java.net.InetAddress;
import java.util.Map;

public class Look {
    public static void main(String[] args) throws Exception {
        System.out.println("maxmind-db: " + at("2a02:908::1", args[0], "ipv4") + ", " + at("42.2.9.8", args[0], "ipv4")
                + ", " + at("2a02:908::1", args[0], "ipv6"));
    }

    static String at(String address, String files, String family) throws Exception {
        try (com.maxmind.db.Reader reader = new com.maxmind.db.Reader(new File(files + "-" + family + ".mmdb"))) {
            Map<?, ?> record = reader.get(InetAddress.getByName(address), Map.class);
            return address + " by " + family + " file " + (record == null ? "nothing" : record.get("country_code"));
        }
    }
}
JAVA
cat >look.cjs <<'JAVASCRIPT'
const fs = require('fs');
const { Reader } = require('mmdb-lib');
const at = (address, family) => {
  const record = new Reader(fs.readFileSync(`${process.argv[2]}-${family}.mmdb`)).get(address);
  return `${address} by ${family} file ${record ? record.country_code : 'nothing'}`;
};
console.log(`mmdb-lib: ${at('2a02:908::1', 'ipv4')}, ${at('42.2.9.8', 'ipv4')}, ${at('2a02:908::1', 'ipv6')}`);
JAVASCRIPT

{
  timeout 120 java -Xmx300m -cp 'lib/*' Look.java "$files"
  timeout 120 node look.cjs "$files"
} | tee seen

diff seen - <<'SEEN' && echo 'as seen on 2026-11-30' || { echo 'CHANGED since 2026-11-30'; exit 1; }
maxmind-db: 2a02:908::1 by ipv4 file HK, 42.2.9.8 by ipv4 file HK, 2a02:908::1 by ipv6 file DE
mmdb-lib: 2a02:908::1 by ipv4 file HK, 42.2.9.8 by ipv4 file HK, 2a02:908::1 by ipv6 file DE
SEEN
