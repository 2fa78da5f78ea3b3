package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows PAT and PMTs and chooses the program to publish.
 *
 * <p>Thread: confined to its demuxer.
 */
final class ProgramTables {

    private static final Logger log = LoggerFactory.getLogger(ProgramTables.class);
    /** How long a program whose PMT has not come keeps others from being chosen. */
    private static final long PMT_PATIENCE_NS = 1_000_000_000;
    /** How long a program may be missing from the PAT before another is chosen. */
    private static final long ABSENCE_NS = 2_000_000_000L;

    /** A program of the PAT and what is known of its PMT. */
    private static final class Candidate {
        private final int programNumber;
        private int pmtPid;
        private int crc;
        private @Nullable ProgramMap map;

        private Candidate(ProgramAssociation.Entry entry) {
            programNumber = entry.programNumber();
            pmtPid = entry.pmtPid();
        }
    }

    private final int wantedProgram;
    private final PidTable pids;
    private final TsCounters counters;
    private final Consumer<ProgramMap> chosenMap;

    private final List<Candidate> candidates = new ArrayList<>();
    private @Nullable Candidate chosen;
    private boolean patKnown;
    private int patCrc;
    private long nowNs;
    private long patNs;
    private boolean absent;
    private long absentSinceNs;

    /** @param chosenMap told the PMT of the chosen program, at first and whenever it changed */
    ProgramTables(TsConfig config, PidTable pids, TsCounters counters, Consumer<ProgramMap> chosenMap) {
        this.wantedProgram = config.programNumber();
        this.pids = pids;
        this.counters = counters;
        this.chosenMap = chosenMap;
        pids.put(0, new PsiPid(new PsiAssembler(this::patSection, counters)));
    }

    /** The arrival of what comes next. */
    void at(long arrivalNs) {
        nowNs = arrivalNs;
    }

    private void patSection(byte[] section, int length) {
        boolean pat = isTable(section, ProgramAssociation.TABLE_ID) && Sections.sectionNumber(section) == 0;
        if (!pat) {
            return;
        }
        int crc = Sections.crc(section, length);
        if (!patKnown || crc != patCrc) {
            patNs = patKnown ? patNs : nowNs;
            patKnown = true;
            patCrc = crc;
            apply(ProgramAssociation.parse(section, length));
        }
        leaveAbsentProgram();
    }

    private static boolean isTable(byte[] section, int tableId) {
        return Sections.tableId(section) == tableId && Sections.hasLongHeader(section) && Sections.isCurrent(section);
    }

    private void apply(ProgramAssociation pat) {
        for (Candidate candidate : List.copyOf(candidates)) {
            boolean gone = !pat.has(candidate.programNumber);
            if (candidate == chosen) {
                absentSinceNs = gone && !absent ? nowNs : absentSinceNs;
                absent = gone;
            } else if (gone) {
                forget(candidate);
            }
        }
        pat.programs().forEach(this::update);
    }

    private void forget(Candidate candidate) {
        candidates.remove(candidate);
        boolean shared = candidates.stream().anyMatch(c -> c.pmtPid == candidate.pmtPid);
        if (!shared) {
            pids.remove(candidate.pmtPid);
        }
    }

    private void update(ProgramAssociation.Entry entry) {
        PidHandler taken = pids.get(entry.pmtPid());
        if (taken instanceof EsPid) {
            log.warn(
                    "ts program ignored: program={} pmtPid={} reason=pid-in-use",
                    entry.programNumber(),
                    entry.pmtPid());
            return;
        }
        if (taken == null && !pids.put(entry.pmtPid(), pmtHandler(entry.pmtPid()))) {
            return;
        }
        for (Candidate candidate : candidates) {
            if (candidate.programNumber == entry.programNumber()) {
                move(candidate, entry.pmtPid());
                return;
            }
        }
        candidates.add(new Candidate(entry));
    }

    /** The streams go on until the PMT has been read at its new place. */
    private void move(Candidate candidate, int pmtPid) {
        int old = candidate.pmtPid;
        candidate.pmtPid = pmtPid;
        boolean used = candidates.stream().anyMatch(c -> c.pmtPid == old);
        if (!used) {
            pids.remove(old);
        }
    }

    private PidHandler pmtHandler(int pid) {
        return new PsiPid(new PsiAssembler((section, length) -> pmtSection(pid, section, length), counters));
    }

    private void pmtSection(int pid, byte[] section, int length) {
        if (!isTable(section, ProgramMap.TABLE_ID)) {
            return;
        }
        int crc = Sections.crc(section, length);
        for (Candidate candidate : candidates) {
            boolean meant = candidate.programNumber == Sections.id(section) && candidate.pmtPid == pid;
            if (meant) {
                update(candidate, crc, section, length);
                return;
            }
        }
    }

    /** The CRC decides: some encoders change a PMT without a new version number. */
    private void update(Candidate candidate, int crc, byte[] section, int length) {
        boolean changed = candidate.map == null || candidate.crc != crc;
        if (changed) {
            candidate.crc = crc;
            candidate.map = ProgramMap.parse(section, length);
        }
        if (chosen == null) {
            choose();
        } else if (changed && candidate == chosen) {
            chosenMap.accept(candidate.map);
        }
    }

    private void choose() {
        chosen = choice();
        if (chosen != null && chosen.map != null) {
            log.info("ts program chosen: program={} of={}", chosen.programNumber, candidates.size());
            chosenMap.accept(chosen.map);
        }
    }

    private @Nullable Candidate choice() {
        Candidate withoutVideo = null;
        for (Candidate candidate : candidates) {
            if (candidate.map == null) {
                if (nowNs - patNs < PMT_PATIENCE_NS) {
                    return null;
                }
            } else if (candidate.programNumber == wantedProgram
                    || (wantedProgram == 0 && candidate.map.hasSupportedVideo())) {
                return candidate;
            } else if (wantedProgram == 0
                    && (withoutVideo == null || (!hasSupported(withoutVideo) && hasSupported(candidate)))) {
                withoutVideo = candidate;
            }
        }
        return withoutVideo;
    }

    private static boolean hasSupported(Candidate candidate) {
        return candidate.map != null && candidate.map.hasSupported();
    }

    private void leaveAbsentProgram() {
        if (absent && chosen != null && nowNs - absentSinceNs >= ABSENCE_NS) {
            log.warn("ts program gone: program={}", chosen.programNumber);
            Candidate gone = chosen;
            absent = false;
            chosen = null;
            forget(gone);
            choose();
        }
    }
}
