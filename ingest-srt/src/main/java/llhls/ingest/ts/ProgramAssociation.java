package llhls.ingest.ts;

import java.util.ArrayList;
import java.util.List;

/** The programs of a PAT, in its order (ISO/IEC 13818-1 §2.4.4.3). */
record ProgramAssociation(List<Entry> programs) {

    /** A program and where its PMT is. */
    record Entry(int programNumber, int pmtPid) {}

    static final int TABLE_ID = 0x00;

    private static final int MAX_PROGRAMS = 32;
    private static final int FIRST_USER_PID = 0x10;

    ProgramAssociation {
        programs = List.copyOf(programs);
    }

    /** Reads a section whose length and CRC were checked. Entries with reserved PIDs are left out. */
    static ProgramAssociation parse(byte[] section, int length) {
        List<Entry> programs = new ArrayList<>();
        for (int at = 8; at + 4 <= length - 4 && programs.size() < MAX_PROGRAMS; at += 4) {
            int programNumber = Sections.u16(section, at);
            int pid = Sections.pid(section, at + 2);
            if (programNumber != 0 && isUserPid(pid)) {
                programs.add(new Entry(programNumber, pid));
            }
        }
        return new ProgramAssociation(programs);
    }

    static boolean isUserPid(int pid) {
        return pid >= FIRST_USER_PID && pid != TsPacketView.NULL_PID;
    }

    boolean has(int programNumber) {
        return programs.stream().anyMatch(p -> p.programNumber() == programNumber);
    }

    boolean hasPmtPid(int pid) {
        return programs.stream().anyMatch(p -> p.pmtPid() == pid);
    }
}
