#!/bin/sh
# Makes the files of this folder anew, with OpenSSL 3 and the JDK's keytool. The keys protect nothing; the passphrase is "open sesame".
set -eu
P=pass:'open sesame'

openssl genpkey -algorithm ed25519 -out ed25519.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out p256.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out p384.pem
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem

openssl rsa -in rsa.pem -traditional -out rsa-pkcs1.pem
openssl ec -in p256.pem -out p256-sec1.pem
openssl ec -in p384.pem -no_public -out p384-sec1.pem
openssl ecparam -name prime256v1 -out p256-parameters.pem
cat p256-parameters.pem p256-sec1.pem > p256-sec1-with-parameters.pem
rm p256-parameters.pem

openssl pkcs8 -topk8 -in ed25519.pem -v2 aes-256-cbc -v2prf hmacWithSHA1 -passout "$P" -out ed25519-aes256-sha1.pem
openssl pkcs8 -topk8 -in ed25519.pem -v2 aes-256-cbc -v2prf hmacWithSHA256 -passout "$P" -out ed25519-aes256-sha256.pem
openssl pkcs8 -topk8 -in p256.pem -v2 aes-128-cbc -v2prf hmacWithSHA384 -passout "$P" -out p256-aes128-sha384.pem
openssl pkcs8 -topk8 -in p384.pem -v2 aes-192-cbc -v2prf hmacWithSHA512 -passout "$P" -out p384-aes192-sha512.pem
openssl pkcs8 -topk8 -in rsa.pem -v2 aes-256-cbc -v2prf hmacWithSHA224 -iter 20000 -passout "$P" -out rsa-aes256-sha224.pem
openssl pkcs8 -topk8 -in ed25519.pem -scrypt -passout "$P" -out ed25519-scrypt.pem
openssl pkcs8 -topk8 -in ed25519.pem -v2 des3 -passout "$P" -out ed25519-des3.pem
openssl pkcs8 -topk8 -in ed25519.pem -v1 PBE-SHA1-3DES -passout "$P" -out ed25519-pbes1.pem
openssl rsa -in rsa.pem -traditional -aes128 -passout "$P" -out rsa-proc-type.pem

self_signed() { # key, name, further options
  key=$1; name=$2; shift 2
  openssl req -x509 -key "$key" -subj "/CN=$name" "$@"
}
self_signed p256.pem p256 -days 36500 -out p256-certificate.pem
self_signed ed25519.pem ed25519 -days 36500 -out ed25519-certificate.pem
openssl pkcs12 -export -inkey p256.pem -in p256-certificate.pem -name signing -passout "$P" -out p256.p12
openssl pkcs12 -export -inkey ed25519.pem -in ed25519-certificate.pem -name other -passout "$P" -out ed25519.p12
openssl pkcs12 -export -nokeys -in p256-certificate.pem -passout "$P" -out certificates.p12

cp p256.p12 two.p12
keytool -importkeystore -srckeystore ed25519.p12 -srcstorepass 'open sesame' -destkeystore two.p12 -deststorepass 'open sesame' \
  -deststoretype PKCS12 -noprompt

keytool -genkeypair -keystore expired.p12 -storetype PKCS12 -storepass 'open sesame' -alias signing -keyalg EC -groupname secp256r1 \
  -dname CN=expired -startdate '2020/01/01 00:00:00' -validity 366
keytool -genkeypair -keystore early.p12 -storetype PKCS12 -storepass 'open sesame' -alias signing -keyalg EC -groupname secp256r1 \
  -dname CN=early -startdate '2199/01/01 00:00:00' -validity 365
rm p256-certificate.pem ed25519-certificate.pem
