/** Coming into a segment and out of it are events like any other: `{segment: id}` (design.md §8). */
export const SEGMENT_JOINED = '$segment.joined';
export const SEGMENT_LEFT = '$segment.left';
