package llhls.cmaf;

/**
 * What {@link PartCutter} goes by, in 90 kHz ticks.
 *
 * @param maxPart no part is longer
 * @param minPart 85 % of PART-TARGET: no part is shorter unless the rules exempt it
 * @param leastPart no part at all is shorter, so that every follower has a frame that starts in it
 * @param nominal duration of one frame
 * @param plannedPart duration of a regular part
 * @param plannedSegment duration of a regular segment
 * @param maxSegment no segment is longer, in any rendition
 * @param gop expected distance of key frames
 */
record PartLimits(
        long maxPart,
        long minPart,
        long leastPart,
        long nominal,
        long plannedPart,
        long plannedSegment,
        long maxSegment,
        long gop) {}
