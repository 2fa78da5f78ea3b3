package llhls.origin.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import llhls.origin.testing.FakePackager;
import llhls.origin.testing.Formats;
import llhls.origin.testing.PlaylistRules;
import llhls.origin.testing.PlaylistText;
import llhls.origin.testing.PlaylistText.Segment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every version in the life of a stream, however its segments fall. */
class PlaylistLifeTest {

    private static final Duration PART = Duration.ofNanos(FakePackager.PART_MICROS * 1_000);

    private final StreamHarness live = new StreamHarness(10);
    private final FakePackager packager = live.packager;

    @ParameterizedTest
    @Tag("LL-001")
    @Tag("LL-002")
    @Tag("LL-003")
    @Tag("LL-006")
    @Tag("LL-007")
    @Tag("LL-011")
    @Tag("LL-015")
    @Tag("LL-016")
    @Tag("LL-017")
    @Tag("LL-018")
    @Tag("LL-019")
    @Tag("LL-020")
    @Tag("LL-022")
    @Tag("LL-024")
    @Tag("LL-025")
    @Tag("LL-026")
    @Tag("LL-028")
    @Tag("LL-034")
    @Tag("LL-043")
    @Tag("LL-047")
    @Tag("LL-051")
    @Tag("LL-152")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void everyVersionObeysTheRules(long seed) {
        live(seed, () -> {
            PlaylistRules.checkSyntax(live.full("v1"));
            PlaylistRules.checkMeaning(live.full("v1"));
            PlaylistRules.checkSyntax(live.delta("v1"));
        });
    }

    @ParameterizedTest
    @Tag("LL-042")
    @Tag("LL-060")
    @Tag("LL-061")
    @Tag("LL-062")
    @Tag("LL-063")
    @Tag("LL-069")
    @Tag("LL-144")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void whatWasListedNeverChangesAndLeavesInOrder(long seed) {
        Map<Long, List<Object>> known = new HashMap<>();
        long[] first = {0};
        int[] most = {0};
        live(seed, () -> {
            PlaylistText playlist = live.playlist("v1");
            long discontinuity = playlist.number("#EXT-X-DISCONTINUITY-SEQUENCE");
            for (Segment segment : playlist.segments()) {
                discontinuity += segment.discontinuity() ? 1 : 0;
                List<Object> frozen = List.of(segment.date(), discontinuity, segment.gap(), segment.init() + "");
                assertThat(known.computeIfAbsent(segment.msn(), m -> frozen)).isEqualTo(frozen);
            }
            assertThat(playlist.segments().get(0).msn()).isGreaterThanOrEqualTo(first[0]);
            first[0] = playlist.segments().get(0).msn();
            int count = playlist.complete().size();
            most[0] = Math.max(most[0], count);
            assertThat(count).isGreaterThanOrEqualTo(Math.min(most[0], 6));
            if (count >= 10) {
                assertThat(playlist.complete().stream()
                                .mapToLong(Segment::micros)
                                .sum())
                        .isGreaterThanOrEqualTo(6_000_000);
            }
        });
    }

    @ParameterizedTest
    @Tag("LL-064")
    @Tag("LL-065")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void partsAreListedForThreeTargetDurationsAWholeParentAtATime(long seed) {
        live(seed, () -> {
            List<Segment> segments = live.playlist("v1").segments();
            long after = 0;
            for (int i = segments.size() - 1; i >= 0; i--) {
                Segment segment = segments.get(i);
                if (segment.complete()) {
                    assertThat(segment.parts().isEmpty())
                            .as("parent ending %d µs before the end", after)
                            .isEqualTo(after > 6_000_000);
                }
                after += segment.complete() ? segment.micros() : micros(segment.parts());
            }
        });
    }

    @ParameterizedTest
    @Tag("LL-009")
    @Tag("LL-008")
    @Tag("LL-097")
    @Tag("LL-099")
    @Tag("LL-100")
    @Tag("LL-101")
    @Tag("LL-102")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void aDeltaMergedIntoTheVersionBeforeIsTheFullPlaylist(long seed) {
        PlaylistText[] before = {null};
        int[] deltas = {0};
        live(seed, () -> {
            PlaylistText full = live.playlist("v1");
            PlaylistText delta = PlaylistText.parse(live.delta("v1"));
            assertThat(full.number("#EXT-X-VERSION")).isEqualTo(6);
            if (delta.skipped() > 0 && before[0] != null) {
                deltas[0]++;
                assertThat(delta.number("#EXT-X-VERSION")).isEqualTo(9);
                assertThat(delta.skipped()).isEqualTo(skippable(full));
                assertThat(delta.segments().get(0).init()).as("MAP repeated").isNotNull();
                PlaylistText merged = delta.mergedInto(before[0]);
                assertThat(merged.segments()).isEqualTo(full.segments());
                assertThat(merged.tail()).isEqualTo(full.tail());
                assertThat(delta.number("#EXT-X-MEDIA-SEQUENCE")).isEqualTo(full.number("#EXT-X-MEDIA-SEQUENCE"));
                assertThat(delta.number("#EXT-X-DISCONTINUITY-SEQUENCE"))
                        .isEqualTo(full.number("#EXT-X-DISCONTINUITY-SEQUENCE"));
            }
            before[0] = full;
        });
        assertThat(deltas[0]).isPositive();
    }

    @ParameterizedTest
    @Tag("LL-037")
    @Tag("LL-066")
    @Tag("LL-067")
    @Tag("LL-068")
    @MethodSource("llhls.testing.Seeds#fixedAndFresh")
    void whatIsOrWasJustListedCanBeFetchedAndThenGoes(long seed) {
        Map<String, Long> lastListedNs = new LinkedHashMap<>();
        Set<String> gone = new HashSet<>();
        live(seed, () -> {
            live.store.trim(live.clock.nanoTime());
            long nowNs = live.clock.nanoTime();
            uris(live.playlist("v1")).forEach(uri -> lastListedNs.put(uri, nowNs));
            lastListedNs.forEach((uri, lastNs) -> {
                boolean there = live.stream.media(uri) != null;
                if (nowNs - lastNs <= Duration.ofSeconds(12).toNanos()) {
                    assertThat(there)
                            .as("%s listed %d ns ago", uri, nowNs - lastNs)
                            .isTrue();
                } else if (nowNs - lastNs > Duration.ofSeconds(17).toNanos()) {
                    assertThat(there).as(uri).isFalse();
                    gone.add(uri);
                }
            });
        });
        assertThat(gone).anyMatch(uri -> uri.contains("/p")).anyMatch(uri -> uri.contains("/s"));
    }

    @Test
    @Tag("LL-116")
    @Tag("LL-070")
    @Tag("LL-095")
    void givenAReaderThatNeverRests_thenWhatItsPlaylistListsIsThereAlways() throws Exception {
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        packager.segments(3, "v1");
        int publications = 10_000;
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> read(4812L + publications));

        while (packager.part("v1").number() < 4812L + publications) {
            if (packager.isSegmentFull("v1")) {
                packager.end("v1");
            }
        }

        assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
    }

    /** Fetches the newest part of every version it sees, at once. */
    private int read(long last) {
        int versions = 0;
        String seen = "";
        long newestSeen = 0;
        while (newestSeen < last) {
            RenditionSnapshot snapshot = live.snapshot("v1");
            if (!snapshot.full().tag().equals(seen)) {
                seen = snapshot.full().tag();
                versions++;
                long newest = snapshot.progress().nextPart() - 1;
                newestSeen = newest;
                assertThat(live.stream.media("v1/p" + newest + ".m4s")).isNotNull();
                assertThat(StreamHarness.text(snapshot.full())).contains("p" + newest + ".m4s\"", "p" + (newest + 1));
            } else {
                Thread.onSpinWait();
            }
        }
        return versions;
    }

    /** 60 s of a stream whose segments end early, change format, or are missing; {@code check} sees every version. */
    private void live(long seed, Runnable check) {
        Random random = new Random(seed);
        packager.start(Formats.plan(Formats.videoRendition("v1")));
        for (long msn = 1200; msn < 1300; msn++) {
            if (random.nextInt(8) == 0) {
                packager.discontinuityAt(msn);
            }
        }
        for (int part = 0; part < 120; part++) {
            packager.gap(random.nextInt(10) == 0).init("init-" + part / 30 + ".mp4");
            packager.part("v1");
            check.run();
            if (packager.isSegmentFull("v1") || (packager.hasParts("v1", 2) && random.nextInt(6) == 0)) {
                packager.end("v1");
                check.run();
            }
            live.clock.advance(PART);
        }
    }

    private static long micros(List<String> parts) {
        return parts.size() * FakePackager.PART_MICROS;
    }

    /** By the letter of the draft, on the text. */
    private static int skippable(PlaylistText full) {
        List<Segment> complete = full.complete();
        int skipped = 0;
        for (int i = 0; i < complete.size(); i++) {
            long after = complete.subList(i + 1, complete.size()).stream()
                    .mapToLong(Segment::micros)
                    .sum();
            skipped += after > 12_000_000 ? 1 : 0;
        }
        return skipped;
    }

    private static Set<String> uris(PlaylistText playlist) {
        Set<String> uris = new HashSet<>();
        for (Segment segment : playlist.segments()) {
            uris.add(segment.init());
            if (!segment.gap()) {
                segment.parts().forEach(part -> uris.add(PlaylistText.attribute("x:" + part, "URI")));
                if (segment.complete()) {
                    uris.add(segment.uri());
                }
            }
        }
        return uris;
    }
}
