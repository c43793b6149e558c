package com.jisu.logs.parsers;

import com.jisu.logs.parsers.geoip.GeoAreas;
import com.jisu.logs.parsers.geoip.GeoCity;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.GeoIpDatabases;
import com.jisu.logs.parsers.geoip.MmdbFile;
import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An address's place, over 100,000 random addresses: our reader, and MaxMind's with the cache that it comes with. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GeoIpBenchmark {

    private static final int ADDRESSES = 100_000;

    private final byte[][] bytes = new byte[ADDRESSES][4];
    private final InetAddress[] addresses = new InetAddress[ADDRESSES];
    private GeoIp ours;
    private final GeoAreas areas = new GeoAreas();
    private MmdbFile file;
    private Reader library;
    private int next;

    @Setup
    public void prepare() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < ADDRESSES; i++) {
            random.nextBytes(bytes[i]);
            addresses[i] = InetAddress.getByAddress(bytes[i]);
        }
        ours = GeoIpDatabases.open(List.of(), List.of());
        try (InputStream in = GeoIpBenchmark.class.getResourceAsStream("/GeoLite2-City.mmdb")) {
            file = new MmdbFile(in.readAllBytes());
        }
        try (InputStream in = GeoIpBenchmark.class.getResourceAsStream("/GeoLite2-City.mmdb")) {
            library = new Reader(in, new CHMCache());
        }
    }

    private int next() {
        next = next + 1 == ADDRESSES ? 0 : next + 1;
        return next;
    }

    @Benchmark
    public Object ours() {
        return ours.find(bytes[next()]).city();
    }

    /** Our reader without what it remembers of records: each city is made into JSON anew. */
    @Benchmark
    public Object ours_without_memory() {
        int place = file.find(bytes[next()]);
        return place < 0 ? null : GeoCity.read(file.cursor(), place, areas, false);
    }

    /** To a tree of maps; what would make JSON of it comes on top. */
    @Benchmark
    public Object library() throws IOException {
        return library.get(addresses[next()], Map.class);
    }
}
