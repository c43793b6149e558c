package com.jisu.logs.benchmarks;

import com.jisu.logs.parsers.useragent.UserAgent;
import com.jisu.logs.parsers.useragent.UserAgents;
import java.util.List;
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
import ua_parser.Client;
import ua_parser.Parser;

/** User agents that were never seen before, 100,000 different ones in turns, beside uap-java, whose rules they are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class NewAgentsBenchmark {

    private static final int AGENTS = 100_000;

    /** With # for each digit of a version or an id. */
    private static final List<String> FORMS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1##.0.####.## Safari/537.36",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1##.0.0.0 Safari/537.36 Edg/1##.0.####.##",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/1#.#.# Safari/605.1.## id/########",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_#_# like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E### [FBAN/FBIOS;FBAV/4##.0.0.##.##;FBBV/#########]",
            "Mozilla/5.0 (Linux; Android 1#; SM-A###F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1##.0.####.### Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; Android 9; Redmi Note # Build/PKQ1.18####.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/9#.0.####.### Mobile Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:1##.0) Gecko/20100101 Firefox/1##.0 Session/########",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) #######",
            "Mozilla/5.0 (compatible; SomeScanner-#######/1.#; +https://scanner-######.example.com)",
            "Dalvik/2.1.0 (Linux; U; Android 8.1.0; Moto G (#) Build/OPPS28.85-1#-#-#) #####",
            "OurShop/4.##.# (iPhone; iOS 17.#.#; Scale/3.00) install/########-####-####",
            "OurShop/6##### CFNetwork/14##.0.# Darwin/23.#.#",
            "okhttp/4.#.## client-########",
            "curl/8.#.## run-#######",
            "python-requests/2.##.# job-######",
            "kube-probe/1.## pod-#######");

    private final String[] agents = new String[AGENTS];
    private UserAgents userAgents;
    private Parser uapJava;
    private int next;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int i = 0; i < AGENTS; i++) {
            StringBuilder agent = new StringBuilder(FORMS.get(i % FORMS.size()));
            for (int at = agent.indexOf("#"); at >= 0; at = agent.indexOf("#", at)) {
                agent.setCharAt(at, (char) ('0' + random.nextInt(10)));
            }
            agents[i] = agent.toString();
        }
        userAgents = new UserAgents(1);
        uapJava = new Parser();
    }

    private String nextAgent() {
        next = next + 1 == AGENTS ? 0 : next + 1;
        return agents[next];
    }

    @Benchmark
    public UserAgent new_agent() {
        return userAgents.find(nextAgent());
    }

    @Benchmark
    public Client new_agent_by_uap_java() {
        return uapJava.parse(nextAgent());
    }
}
