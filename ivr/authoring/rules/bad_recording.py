"""A recording that a carrier could not play.

FAIL an MP3 file named `.wav`
PASS WAV with one channel, PCM or µ-law, 8000 to 48000 samples a second
"""

ID = "bad-recording"
