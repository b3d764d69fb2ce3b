"""A book of a made-up place, to be changed in the tests."""

TEXT = """
id = "made-up"
zh = "测试用（虚构）"
en = "made up"
division = "5108"

[life]
since = 2016-01-01
until = 2017-01-01

[sources.notice]
title = "虚构通知"
issuer = "虚构单位"
date = 2015-12-31

[[pairing]]
id = "deputy-households"
zh = "代表联系贫困户"
en = "household quota"
kind = "deputy-household"
post = "deputy"
grouped_by = "level"
within = "own-division"
source = "notice"
checked = "unverified"
quotas = [
  { group = "county", operator = "at_least", links = 2, source = "notice", checked = "unverified" },
]

[[duties]]
id = "visits"
zh = "走访"
en = "visits"
form = "meeting"
post = "deputy"
kind = "deputy-household"
window = "quarter"
times = 1
source = "notice"
checked = "unverified"
"""
