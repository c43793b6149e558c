package com.jisu.logs.app.geoip;

import com.jisu.logs.app.api.UsageError;
import com.jisu.logs.parsers.AddressDatabase;
import com.jisu.logs.parsers.api.GeoIpDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jisu-logs geoip}: what databases are, and what they have for an address. */
@Command(
        name = "geoip",
        mixinStandardHelpOptions = true,
        description = {
            "Tells of GeoIP databases what they are: type, date, size, IP versions, languages, and whether they have places,"
                    + " networks or both. With addresses it tells what each has for them, as the fields that documents get.",
            "Without a file it looks at the databases that come with the program. Asks nobody, DNS neither.",
            "Exit code: 2 if a file can not be used."
        },
        footer = {
            "",
            "Examples:",
            "  jisu-logs geoip dbip-city-lite-2026-11.mmdb.gz",
            "  jisu-logs geoip 81.2.69.142",
            "  jisu-logs geoip city.mmdb asn.mmdb 81.2.69.142 2001:db8::1"
        })
public final class GeoIpCommand implements Runnable {

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|ADDRESS",
            description = "Databases (.mmdb, also in gzip) and addresses.")
    private List<String> arguments = List.of();

    @Override
    public void run() {
        List<AddressDatabase> databases = new ArrayList<>();
        Map<String, byte[]> addresses = new LinkedHashMap<>();
        for (String argument : arguments) {
            Optional<byte[]> address =
                    Files.exists(Path.of(argument)) ? Optional.empty() : AddressDatabase.address(argument);
            if (address.isPresent()) {
                addresses.put(argument, address.get());
            } else {
                databases.add(database(argument));
            }
        }
        List<AddressDatabase> asked = databases.isEmpty() ? embedded() : databases;
        if (addresses.isEmpty()) {
            print(asked.stream().map(AddressDatabase::description).toList());
        } else {
            addresses.forEach((text, address) -> print(text, address, asked));
        }
    }

    private static AddressDatabase database(String file) {
        if (!Files.exists(Path.of(file))) {
            throw new UsageError("there is no file " + file + ", and it is no address");
        }
        try {
            return AddressDatabase.open(Path.of(file));
        } catch (IOException e) {
            throw new UsageError(e.getMessage(), e);
        }
    }

    private static List<AddressDatabase> embedded() {
        try {
            return AddressDatabase.embedded();
        } catch (IOException e) {
            throw new UsageError(e.getMessage(), e);
        }
    }

    private static void print(List<GeoIpDatabase> databases) {
        List<List<String>> rows = databases.stream().map(GeoIpCommand::row).toList();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(padded(row.get(column), width(rows, column))).append("  ");
            }
            System.out.println(line.toString().stripTrailing());
        }
    }

    private static List<String> row(GeoIpDatabase database) {
        String has = database.places() ? database.networks() ? "places, networks" : "places" : "networks";
        return List.of(
                database.source(),
                database.type(),
                database.day() + (database.isOld(Instant.now()) ? " (old)" : ""),
                String.format(Locale.ROOT, "%.1f MB", database.bytes() / 1e6),
                database.ipVersions().stream().map(version -> "IPv" + version).collect(Collectors.joining(", ")),
                database.languages().isEmpty() ? "-" : String.join(",", database.languages()),
                has);
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static void print(String text, byte[] address, List<AddressDatabase> databases) {
        System.out.println(text);
        List<Map<String, String>> found =
                databases.stream().map(database -> database.fields(address)).toList();
        int width = found.stream()
                .flatMap(fields -> fields.keySet().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        for (int i = 0; i < databases.size(); i++) {
            String name = "  " + databases.get(i).description();
            if (found.get(i).isEmpty()) {
                System.out.println(name + ": nothing: " + databases.get(i).whyNothing(address));
            } else {
                System.out.println(name);
                found.get(i)
                        .forEach((field, value) -> System.out.println("    " + padded(field, width) + "  " + value));
            }
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
