package com.jisu.logs.ingest.tls;

import com.jisu.logs.ingest.api.TlsSettings;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Which client certificates are allowed, by the names in them. Immutable. */
final class ClientNames {

    private final List<Pattern> patterns;

    /** @param patterns as in {@link TlsSettings#clientNames()} */
    ClientNames(List<String> patterns) {
        this.patterns = patterns.stream().map(ClientNames::compile).toList();
    }

    private static Pattern compile(String pattern) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^./]*"));
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    boolean areRestricted() {
        return !patterns.isEmpty();
    }

    /** Whether one of a certificate's names matches one of the patterns. */
    boolean allow(X509Certificate certificate) {
        return namesOf(certificate).stream()
                .anyMatch(name -> patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(name).matches()));
    }

    /** The common name and the alternative names that are text, each once. */
    static Set<String> namesOf(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(part.getValue().toString());
                }
            }
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> alternative : certificate.getSubjectAlternativeNames()) {
                    if (alternative.get(1) instanceof String name) {
                        names.add(name);
                    }
                }
            }
        } catch (InvalidNameException | CertificateParsingException e) {
            return names; // what cannot be read matches nothing
        }
        return names;
    }
}
